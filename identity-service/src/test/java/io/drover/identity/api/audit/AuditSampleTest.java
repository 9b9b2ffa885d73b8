package io.drover.identity.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.audit.AuditChain;
import io.drover.identity.audit.ChainLink;
import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.store.AuditEntry;
import io.drover.identity.store.AuditRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The export that documents the format is what this service writes; the command's tests verify the same file. An intended change is
 * written with {@code -Dgolden.write=true} and is a new format.
 */
class AuditSampleTest {
    private static final Path SAMPLE = Path.of("../docs/samples/audit.jsonl");
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

    /** Made for this sample; it signs nothing else. */
    private static final CheckpointKey KEY = CheckpointKey.of(
            1,
            "MCowBQYDK2VwAyEAQ8ywWEuPOLyYdeZttHzFrqhiq1t6wDPyFyqEOb5PjSI=",
            Base64.getDecoder().decode("MC4CAQAwBQYDK2VwBCIEIO/BnBCO9g0rsN1XNjwh5UVFoZA0jLyNQdtHZDz2RDdQ"));

    @Test
    void isWhatIsExported() throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        ChainPoint at = ChainPoint.START;
        for (AuditRow row : List.of(signIn(), upgrade(), shell())) {
            ChainLink link = AuditChain.link(at, new AuditEntry(row, null).content());
            entries.add(new AuditEntry(row, link));
            at = link.point();
        }
        ChainPoint purged = entries.getFirst().chained().link().point();
        ChainPoint second = entries.get(1).chained().link().point();
        StringBuilder text = new StringBuilder();
        text.append(AuditExport.json(AuditExport.chain(purged, at, List.of(KEY), 0)));
        text.append(AuditExport.json(AuditExport.checkpoint(KEY.sign(Checkpoint.Kind.PURGE, purged, NOW))));
        text.append(AuditExport.json(AuditExport.checkpoint(KEY.sign(Checkpoint.Kind.PERIODIC, second, NOW))));
        entries.subList(1, 3).forEach(entry -> text.append(AuditExport.json(AuditExport.row(entry))));
        text.append(AuditExport.json(AuditExport.end(2)));

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(SAMPLE, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(SAMPLE));
    }

    record Cell(@Nullable Object value, String expected) {}

    @Test
    void cellsOfCsvAreQuotedAndNoFormulas() {
        List<Cell> cells = List.of(
                new Cell(null, ""),
                new Cell(7L, "7"),
                new Cell("plain", "plain"),
                new Cell("a,b", "\"a,b\""),
                new Cell("{\"a\":1}", "\"{\"\"a\"\":1}\""),
                new Cell("two\nlines", "\"two\nlines\""),
                new Cell("=cmd()", "'=cmd()"),
                new Cell("@x,y", "\"'@x,y\""));
        assertThat(cells)
                .allSatisfy(cell -> assertThat(AuditExport.cell(cell.value())).isEqualTo(cell.expected()));
    }

    private static AuditRow signIn() {
        return row(1, "api.token.create", "token", null, null, 201, "signed in");
    }

    private static AuditRow upgrade() {
        return row(
                2,
                "api.stack.upgrade",
                "stack",
                "1st7",
                "{\"dockerCompose\":\"***\",\"name\":\"Zoë's\"}",
                202,
                "POST /v2-beta/stacks/1st7 by 1c3");
    }

    private static AuditRow shell() {
        return row(3, "shell.begin", "container", "1i5", "{\"command\":[\"sh\"]}", null, "a shell on host 1h1");
    }

    private static AuditRow row(
            long id,
            String event,
            String type,
            @Nullable String resource,
            @Nullable String request,
            @Nullable Integer code,
            String description) {
        return new AuditRow(
                id,
                NOW.plusSeconds(id),
                event,
                type,
                resource,
                "BasicAuth",
                1L,
                null,
                5L,
                request,
                null,
                code,
                "192.0.2.1",
                description,
                null);
    }
}
