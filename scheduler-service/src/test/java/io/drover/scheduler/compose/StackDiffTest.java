package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.ComposeOutcome.Read;
import io.drover.scheduler.compose.StackDiff.Change;
import io.drover.scheduler.spec.StackSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackDiffTest {
    private static final String BEFORE = """
            services:
              web:
                image: nginx:1.26
                scale: 2
                environment: {A: one, PASSWORD: old}
                labels: {io.rancher.sidekicks: "logs,gone"}
              logs: {image: shipper}
              gone: {image: gone}
              db: {image: "postgres:16", metadata: {a: 1}}
              cache: {image: redis}
            """;

    private static StackSpec stack(String text) {
        ComposeOutcome outcome = ComposeReader.read(text, null, Map.of("TAG", "1"), "shop");
        assertThat(outcome).isInstanceOf(Read.class);
        return ((Read) outcome).stack();
    }

    record Case(String name, String after, List<String> changes) {}

    static final List<Case> CASES = List.of(
            new Case("nothing", BEFORE, List.of("web stays", "db stays", "cache stays")),
            new Case(
                    "scale is kept",
                    BEFORE.replace("scale: 2", "scale: 9"),
                    List.of("web stays", "db stays", "cache stays")),
            new Case(
                    "image and environment, without the values of variables",
                    BEFORE.replace("1.26", "1.27").replace("PASSWORD: old", "PASSWORD: new, B: more"),
                    List.of(
                            "web and its containers: environment (B, PASSWORD); image 'nginx:1.26' to 'nginx:1.27'",
                            "db stays",
                            "cache stays")),
            new Case(
                    "metadata alone replaces nothing",
                    BEFORE.replace("a: 1", "a: 2"),
                    List.of("web stays", "db: metadata (a)", "cache stays")),
            new Case(
                    "sidekicks come, go and change",
                    BEFORE.replace("\"logs,gone\"", "\"logs,more\"")
                            .replace("gone: {image: gone}", "more: {image: more}")
                            .replace("logs: {image: shipper}", "logs: {image: shipper, tty: true}"),
                    List.of(
                            "web and its containers: labels (io.rancher.sidekicks); sidekick 'logs': tty is added; sidekick 'more' is added; sidekick 'gone' is removed",
                            "db stays",
                            "cache stays")),
            new Case(
                    "services come, and are never deleted",
                    "services: {DB: {image: 'postgres:16', metadata: {a: 1}}, new: {image: x, deploy: {mode: global}}, two: {image: y, scale: 2}}",
                    List.of("db stays", "new comes", "two comes", "web stays", "cache stays")));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhatChanges(Case row) {
        List<Change> changes = StackDiff.between(stack(BEFORE).services(), stack(row.after()));
        assertThat(changes.stream().map(StackDiffTest::words)).isEqualTo(row.changes());
    }

    private static String words(Change change) {
        return change.service()
                + switch (change) {
                    case Change.Create _ -> " comes";
                    case Change.Keep _ -> " stays";
                    case Change.Update update ->
                        (update.launch() ? " and its containers: " : ": ") + String.join("; ", update.changes());
                };
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpress-v1", "voting-v2", "shop-spec", "sidekicks-v2", "not-honoured"})
    void applyingTwiceChangesNothing(String files) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/golden/compose", files, "docker-compose.yml"));
        assertThat(StackDiff.between(stack(text).services(), stack(text)))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change).isInstanceOf(Change.Keep.class));
    }
}
