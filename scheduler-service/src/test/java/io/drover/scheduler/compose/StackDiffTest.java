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
import org.junit.jupiter.api.Test;
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

    record Case(String name, String after, List<String> sentences) {}

    static final List<Case> CASES = List.of(
            new Case(
                    "nothing",
                    BEFORE,
                    List.of(
                            "service 'web' does not change",
                            "service 'db' does not change",
                            "service 'cache' does not change")),
            new Case(
                    "scale is kept",
                    BEFORE.replace("scale: 2", "scale: 9"),
                    List.of(
                            "service 'web' does not change",
                            "service 'db' does not change",
                            "service 'cache' does not change")),
            new Case(
                    "image and environment, without the values of variables",
                    BEFORE.replace("1.26", "1.27").replace("PASSWORD: old", "PASSWORD: new, B: more"),
                    List.of(
                            "service 'web' changes and its containers are replaced: environment (B, PASSWORD); image 'nginx:1.26' to 'nginx:1.27'",
                            "service 'db' does not change",
                            "service 'cache' does not change")),
            new Case(
                    "metadata alone replaces nothing",
                    BEFORE.replace("a: 1", "a: 2"),
                    List.of(
                            "service 'web' does not change",
                            "service 'db' changes: metadata (a)",
                            "service 'cache' does not change")),
            new Case(
                    "sidekicks come, go and change",
                    BEFORE.replace("\"logs,gone\"", "\"logs,more\"")
                            .replace("gone: {image: gone}", "more: {image: more}")
                            .replace("logs: {image: shipper}", "logs: {image: shipper, tty: true}"),
                    List.of(
                            "service 'web' changes and its containers are replaced: labels (io.rancher.sidekicks); sidekick 'logs': tty is added; sidekick 'more' is added; sidekick 'gone' is removed",
                            "service 'db' does not change",
                            "service 'cache' does not change")),
            new Case(
                    "services come, and are never deleted",
                    "services: {DB: {image: 'postgres:16', metadata: {a: 1}}, new: {image: x, deploy: {mode: global}}, two: {image: y, scale: 2}}",
                    List.of(
                            "service 'db' does not change",
                            "service 'new' is created with a container on every matching host of image 'x'",
                            "service 'two' is created with scale 2 of image 'y'",
                            "service 'web' is not in the files and is kept",
                            "service 'cache' is not in the files and is kept")));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhatChanges(Case row) {
        List<Change> changes = StackDiff.between(stack(BEFORE).services(), stack(row.after()));
        assertThat(changes.stream().map(Change::sentence)).isEqualTo(row.sentences());
    }

    @Test
    void scaleIsAppliedWhenAskedFor() {
        StackSpec after = stack(BEFORE.replace("scale: 2", "scale: 9"));
        Change change = StackDiff.between(stack(BEFORE).services(), after, true).getFirst();
        assertThat(change.sentence()).isEqualTo("service 'web' changes: scale 2 to 9");
        assertThat(change)
                .isInstanceOfSatisfying(
                        Change.Update.class,
                        update -> assertThat(update.launch()).isFalse());
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
