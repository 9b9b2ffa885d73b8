package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.ComposeOutcome.Read;
import io.drover.scheduler.compose.ServiceKey.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of keys, its documentation, and what it promises about warnings. */
class ServiceKeysTest {
    private static final Path DOCUMENT = Path.of("../docs/compose.md");
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->";

    @Test
    void everyKeyStandsOnce() {
        assertThat(ServiceKeys.BY_NAME).hasSameSizeAs(ServiceKeys.TABLE);
    }

    /** With {@code -Dgolden.write=true} the table in the document is written anew. */
    @Test
    void theDocumentHoldsTheTable() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        String table = Stream.of(Support.values()).map(ServiceKeysTest::section).collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
            return;
        }
        assertThat(document.substring(from, to)).isEqualTo(table);
    }

    private static String section(Support support) {
        String rows = ServiceKeys.TABLE.stream()
                .filter(key -> key.support() == support)
                .map(key -> "| `%s` | %s | %s |\n"
                        .formatted(
                                key.name(),
                                Stream.of(Dialect.values())
                                        .filter(key.dialects()::contains)
                                        .map(Dialect::shown)
                                        .collect(Collectors.joining(", ")),
                                key.note()))
                .collect(Collectors.joining());
        return "| %s | written in | |\n|---|---|---|\n".formatted(support.name().toLowerCase(java.util.Locale.ROOT))
                + rows;
    }

    static List<String> notHonoured() {
        return ServiceKeys.TABLE.stream()
                .filter(key -> key.support() != Support.HONOURED)
                .map(ServiceKey::name)
                .filter(name -> !name.endsWith("_driver")) // names the whole service instead: it is not created
                .toList();
    }

    private static final Map<String, String> VALUES = Map.of(
            "links",
            "[other]",
            "external_links",
            "[a/b]",
            "health_check",
            "{port: 80}",
            "scale_policy",
            "{min: 1}",
            "upgrade_strategy",
            "{start_first: true}",
            "retain_ip",
            "true",
            "drain_timeout_ms",
            "100",
            "lb_config",
            "{port_rules: []}",
            "secrets",
            "[a]",
            "storage_opt",
            "{size: 1G}");

    @ParameterizedTest
    @MethodSource("notHonoured")
    void aKeyThatIsNotHonouredIsNamedOnceForEachService(String key) {
        String value = VALUES.getOrDefault(key, "x");
        String text = "services:\n  web:\n    image: a\n    %s: %s\n  other:\n    image: b\n    %s: %s\n"
                .formatted(key, value, key, value);
        assertThat(ComposeReader.read(text, null, Map.of(), "s")).isInstanceOfSatisfying(Read.class, read -> {
            assertThat(read.stack().services()).hasSize(2);
            for (String service : List.of("web", "other")) {
                assertThat(read.stack().warnings())
                        .filteredOn(warning -> warning.startsWith("services." + service + "." + key + ": "))
                        .hasSize(1);
            }
        });
    }

    @Test
    void honouredKeysGiveNoWarning() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/golden/compose/sidekicks-v2/docker-compose.yml"));
        assertThat(ComposeReader.read(text, null, Map.of(), "s"))
                .isInstanceOfSatisfying(
                        Read.class, read -> assertThat(read.stack().warnings()).isEmpty());
    }
}
