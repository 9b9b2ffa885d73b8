package io.drover.identity.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.template.TemplateReading.Invalid;
import io.drover.identity.template.TemplateReading.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TemplateReadingTest {
    private static final String COMPOSE = "services: {web: {image: web}}";

    record Case(String name, List<Object> given, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> FAULTS = List.of(
            new Case(
                    "a catalog's template",
                    List.of(Map.of("name", "ipsec", "templateId", "library:infra*ipsec")),
                    "names the catalog template 'library:infra*ipsec': this server has no catalogs yet"),
            new Case(
                    "a catalog's version",
                    List.of(Map.of("name", "ipsec", "dockerCompose", COMPOSE, "templateVersionId", "library:x:3")),
                    "'library:x:3'"),
            new Case("no files", List.of(Map.of("name", "web")), "the stack 'web' has no 'dockerCompose'"),
            new Case("an empty file", List.of(Map.of("name", "web", "dockerCompose", " \n")), "no 'dockerCompose'"),
            new Case(
                    "twice",
                    List.of(
                            Map.of("name", "web", "dockerCompose", COMPOSE),
                            Map.of("name", "WEB", "dockerCompose", COMPOSE)),
                    "two stacks are named 'WEB'"),
            new Case(
                    "too many",
                    new ArrayList<>(IntStream.range(0, 21)
                            .mapToObj(i -> Map.of("name", "s" + i, "dockerCompose", COMPOSE))
                            .toList()),
                    "21 stacks: at most 20"),
            new Case(
                    "too long",
                    List.of(Map.of("name", "web", "dockerCompose", "x".repeat(256 * 1024 + 1))),
                    "at most 262144"));

    @ParameterizedTest
    @FieldSource("FAULTS")
    void saysWhatIsWrong(Case given) {
        assertThat(TemplateReading.read(given.given()))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.sentence()).contains(given.says()));
    }

    @Test
    void readsStacks() {
        TemplateReading reading = TemplateReading.read(List.of(
                Map.of("name", "web", "dockerCompose", "a", "rancherCompose", "b", "answers", Map.of("TAG", 7))));

        assertThat(reading).isInstanceOfSatisfying(Valid.class, valid -> {
            var stack = valid.stacks().getFirst().stack(true);
            assertThat(stack.answers()).containsEntry("TAG", "7");
            assertThat(stack.externalId()).as("MD5 of 'ab'").isEqualTo("187ef4436122d1cc2f40dc2b92f0eba0");
            assertThat(stack.trusted()).isTrue();
        });
        assertThat(TemplateReading.read(List.of())).isEqualTo(new Valid(List.of()));
    }
}
