package io.drover.scheduler.compose;

import io.drover.scheduler.compose.ComposeOutcome.Read;
import io.drover.scheduler.compose.ComposeOutcome.Rejected;
import io.drover.scheduler.launch.ServiceSpecJson;
import io.drover.scheduler.spec.StackSpec;
import io.drover.testkit.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** Whole files as people have them, and everything that becomes of them. */
class ComposeReaderGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/compose");

    record Case(String name, Map<String, String> environment) {}

    static final List<Case> CASES = List.of(
            new Case("wordpress-v1", Map.of("DB_PASSWORD", "s3cr3t", "TZ", "Europe/Berlin")),
            new Case("voting-v2", Map.of()),
            new Case("shop-spec", Map.of("TAG", "2.1", "FEATURES", "yes", "LOG_LEVEL", "")),
            new Case("sidekicks-v2", Map.of()),
            new Case("not-honoured", Map.of()),
            new Case("mistakes", Map.of()),
            new Case("mistakes-between", Map.of()));

    @ParameterizedTest
    @FieldSource("CASES")
    void filesBecome(Case row) throws IOException {
        Path folder = FOLDER.resolve(row.name());
        Path rancher = folder.resolve("rancher-compose.yml");
        ComposeOutcome outcome = ComposeReader.read(
                Files.readString(folder.resolve("docker-compose.yml")),
                Files.exists(rancher) ? Files.readString(rancher) : null,
                row.environment(),
                "shop");
        GoldenFile.named("compose/" + row.name() + "/outcome.txt").assertMatches(shown(outcome));
    }

    private static String shown(ComposeOutcome outcome) {
        return switch (outcome) {
            case Read(StackSpec stack) ->
                "WARNINGS\n" + String.join("\n", stack.warnings()) + "\n\nSERVICES\n" + yaml(stack);
            case Rejected rejected -> "REJECTED\n" + rejected.message();
        };
    }

    private static String yaml(StackSpec stack) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(2);
        options.setWidth(160);
        return new Yaml(options)
                .dump(stack.services().stream().map(ServiceSpecJson::write).toList());
    }
}
