package io.drover.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditObjects;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.setting.LiveSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that are cut anywhere. */
class ShellRecordingTest {
    private static final Instant BEGUN = Instant.parse("2026-01-31T12:00:00Z");
    private static final Clock LATER = Clock.fixed(BEGUN.plusMillis(1500), ZoneOffset.UTC);

    private final List<List<List<Object>>> parts = new ArrayList<>();

    private ShellRecording recording(boolean typed, long most) {
        return new ShellRecording(
                new ShellRecordingRule(true, typed, most), LATER, BEGUN, (frames, _) -> parts.add(frames));
    }

    @Test
    void framesAreThoseOfAsciicast() {
        ShellRecording all = recording(true, 1000);
        all.resized(80, 24);
        all.shown(bytes("$ "));
        all.typed(bytes("ls\n"));
        all.flush();
        all.flush();
        assertThat(parts)
                .containsExactly(
                        List.of(List.of(1.5, "r", "80x24"), List.of(1.5, "o", "$ "), List.of(1.5, "i", "ls\n")));
    }

    @Test
    void whatIsTypedIsKeptOnlyIfThatIsWanted() {
        ShellRecording output = recording(false, 1000);
        output.typed(bytes("a password\n"));
        output.shown(bytes("ok"));
        output.end();
        output.shown(bytes("after the end"));
        output.flush();
        assertThat(parts).containsExactly(List.of(List.of(1.5, "o", "ok")));
    }

    @Test
    void aFullRecordingEndsTheShell() {
        ShellRecording small = recording(true, 5);
        small.shown(bytes("12345"));
        assertThatThrownBy(() -> small.typed(bytes("6")))
                .isInstanceOf(ApiException.Forbidden.class)
                .hasMessageContaining("ends at 5 bytes");
    }

    @Test
    void whatTheInstallationWants() {
        assertThat(ShellRecordingRule.of(LiveSettings.of(Map.of())))
                .isEqualTo(new ShellRecordingRule(false, false, 1_048_576));
        assertThat(ShellRecordingRule.of(LiveSettings.of(
                        Map.of("audit_log.shell.recording", "output", "audit_log.shell.recording.max.bytes", "5000"))))
                .isEqualTo(new ShellRecordingRule(true, false, 5000));
        assertThat(ShellRecordingRule.of(LiveSettings.of(Map.of("audit_log.shell.recording", "all"))))
                .isEqualTo(new ShellRecordingRule(true, true, 1_048_576));
        assertThatThrownBy(() -> ShellRecordingRule.of(new LiveSettings()))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("the settings are not known yet");
    }

    /** Whatever the bytes are and wherever they are cut: the text is the same, and a row of the log holds each part whole. */
    @Property(tries = 300)
    void nothingIsLostAtTheCuts(@ForAll @Size(max = 40) List<byte[]> pieces, @ForAll String text) {
        parts.clear();
        ShellRecording recording = recording(false, Long.MAX_VALUE);
        StringBuilder whole = new StringBuilder();
        var bytes = new java.io.ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            recording.shown(piece);
            bytes.writeBytes(piece);
        }
        for (byte single : bytes(text.repeat(200))) {
            recording.shown(new byte[] {single});
            bytes.write(single);
        }
        recording.shown(bytes("!")); // ends what was begun and never finished
        bytes.write('!');
        recording.end();
        parts.forEach(part -> part.forEach(frame -> whole.append(frame.getLast())));
        assertThat(whole).hasToString(bytes.toString(StandardCharsets.UTF_8));
        assertThat(parts)
                .allSatisfy(part -> assertThat(
                                AuditObjects.of(null, Map.of("frames", part)).response())
                        .startsWith("{\"frames\":[[1.5,\"o\",")
                        .endsWith("]]}")
                        .doesNotContain(" more\"]"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
