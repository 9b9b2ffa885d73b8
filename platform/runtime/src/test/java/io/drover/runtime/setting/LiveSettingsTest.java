package io.drover.runtime.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.runtime.call.PartUnavailable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {
    private final LiveSettings settings = new LiveSettings();
    private final SettingsStream.Reader reader = new SettingsStream.Reader(settings);

    @Test
    void nothingIsKnownBeforeAWholeListWasHeard() {
        reader.heard(new SettingLine("registry.default", "quay.io"));

        assertThat(settings.isKnown()).isFalse();
        assertThat(settings.text("registry.default", "")).isEmpty();
        assertThatThrownBy(settings::requireKnown)
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("identity-service");

        reader.heard(SettingLine.ALIVE);
        assertThat(settings.text("registry.default", "")).isEqualTo("quay.io");
        settings.requireKnown();
    }

    @Test
    void changesHoldAtOnceAndWhatIsGoneIsGone() {
        reader.heard(new SettingLine("a", "1"));
        reader.heard(SettingLine.ALIVE);
        reader.heard(new SettingLine("a", "2"));
        reader.heard(new SettingLine("b", "3"));
        assertThat(settings.number("a", 0)).isEqualTo(2);
        reader.heard(new SettingLine("b", null));
        reader.heard(SettingLine.ALIVE);
        assertThat(settings.find("b")).isEmpty();
        assertThat(settings.find("a")).contains("2");
    }

    @Test
    void aListThatBreaksOffChangesNothing() {
        settings.replace(Map.of("a", "1", "b", "2"));
        var second = new SettingsStream.Reader(settings);
        second.heard(new SettingLine("a", "9"));
        assertThat(settings.find("a")).contains("1");

        var third = new SettingsStream.Reader(settings);
        third.heard(new SettingLine("a", "9"));
        third.heard(SettingLine.ALIVE);
        assertThat(settings.find("a")).contains("9");
        assertThat(settings.find("b")).isEmpty();
    }

    @Test
    void readsNumbersFlagsAndWords() {
        settings.replace(Map.of("n", "-1", "x", "many", "f", "true", "w", " a, b ,,c"));
        assertThat(settings.number("n", 7)).isEqualTo(-1);
        assertThat(settings.number("x", 7)).isEqualTo(7);
        assertThat(settings.flag("f", false)).isTrue();
        assertThat(settings.flag("none", true)).isTrue();
        assertThat(settings.words("w", "")).containsExactly("a", "b", "c");
        assertThat(settings.words("none", "owner")).containsExactly("owner");
    }
}
