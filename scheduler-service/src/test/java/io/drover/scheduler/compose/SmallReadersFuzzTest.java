package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.text.Interpolator;
import io.drover.scheduler.compose.text.Quantities;
import io.drover.scheduler.compose.text.ShellWords;
import io.drover.scheduler.launch.PortSpec;
import io.drover.scheduler.launch.VolumeText;
import io.drover.scheduler.placement.PlacementRuleParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The small texts inside compose files and launch configs: sizes, times, ports, volumes, commands, rules, variables. */
class SmallReadersFuzzTest {
    @Property(tries = 1000)
    void quantities(@ForAll("near") String text) {
        Quantities.bytes(text);
        Quantities.millis(text);
        Quantities.milliCpus(text);
    }

    @Property(tries = 1000)
    void commandsAndVolumes(@ForAll("near") String text) {
        List<String> words = ShellWords.split(text);
        if (words != null) {
            assertThat(words.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(text.length());
        }
        VolumeText.wrongWith(text);
        VolumeText.isAnonymous(text);
    }

    @Property(tries = 1000)
    void portsThatAreReadAreReadAgain(@ForAll("near") String text) {
        if (PortSpec.parse(text) instanceof PortSpec.Parsed.Ports(var ports)) {
            assertThat(ports).isNotEmpty().hasSizeLessThanOrEqualTo(65_536);
            var first = ports.getFirst();
            assertThat(PortSpec.parse(PortSpec.format(first))).isEqualTo(new PortSpec.Parsed.Ports(List.of(first)));
        }
    }

    @Property(tries = 500)
    void placementRules(@ForAll("near") String key, @ForAll("near") String value) {
        Map<String, String> labels = Map.of(
                "io.rancher.scheduler.affinity:" + key, value, "io.rancher.scheduler.affinity:host_label", value);
        PlacementRuleParser.unreadable(labels);
        PlacementRuleParser.parse(labels, Map.of("constraint:" + key, value, "affinity:container", value));
    }

    @Property(tries = 1000)
    void variables(@ForAll("near") String text, @ForAll("near") String value) {
        Interpolator.interpolate(text, Map.of("A", value, "a", "x"));
    }

    @Test
    void longTextsEndAtOnce() {
        for (String text : List.of(
                "${A:-".repeat(50_000),
                "$".repeat(1_000_000),
                "1s".repeat(200_000),
                "9".repeat(1_000_000),
                "'a' ".repeat(200_000),
                "\\".repeat(1_000_000),
                ":".repeat(1_000_000))) {
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                quantities(text);
                commandsAndVolumes(text);
                portsThatAreReadAreReadAgain(text);
                placementRules(text, text);
                Interpolator.interpolate(text, Map.of("A", "b"));
            });
        }
    }

    @Provide
    Arbitrary<String> near() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "80",
                        "8080:80",
                        "[::1]:80:80",
                        "1-2:3-4",
                        "65535-1",
                        "80/tcp",
                        "80/",
                        ":80",
                        "-1",
                        "1k",
                        "1.5gb",
                        "1h2m",
                        "0.5",
                        "1e9",
                        "${A}",
                        "${A:-x}",
                        "${A:?no}",
                        "$$",
                        "${",
                        "${A",
                        "$1",
                        "a=b",
                        "!=",
                        "x==y",
                        "!x==~y",
                        "/a:/b:ro",
                        "::",
                        "'",
                        "\"",
                        "a\\",
                        "\u0000",
                        "\ud800",
                        "99999999999999999999"),
                Arbitraries.strings().ascii().ofMaxLength(20),
                Arbitraries.strings().ofMaxLength(20));
    }
}
