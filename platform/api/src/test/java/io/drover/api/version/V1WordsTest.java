package io.drover.api.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V1WordsTest {
    private static final String BASE = "http://stacks:8080/v1/projects/1a5";

    @ParameterizedTest
    @CsvSource({
        "http://host:8080/v1,true",
        "http://host:8080/v1/projects/1a5,true",
        "http://host:8080/v2-beta,false",
        "http://host:8080/v10,false",
        "http://v1/v2-beta,false",
        "'',false"
    })
    void isSpokenBelowItsOwnAddressOnly(String base, boolean expected) {
        assertThat(V1Words.isSpokenAt(base)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"environments,stacks", "Environment,stack", "services,services", "stacks,stacks"})
    void pathsMayNameAStackEitherWay(String word, String type) {
        assertThat(V1Words.typeOf(word)).isEqualTo(type);
    }

    @Test
    void parametersAreTranslatedAndWhatTheyHoldIsNot() {
        assertThat(V1Words.query(Map.of(
                        "environmentId", List.of("1st5"),
                        "environmentId_ne", List.of("1st6"),
                        "sort", List.of("environmentId"),
                        "include", List.of("environments"),
                        "name", List.of("environment"))))
                .isEqualTo(Map.of(
                        "stackId", List.of("1st5"),
                        "stackId_ne", List.of("1st6"),
                        "sort", List.of("stackId"),
                        "include", List.of("stacks"),
                        "name", List.of("environment")));
    }

    @Test
    void aBodyMayNameTheStackEitherWay() {
        assertThat(V1Words.body(Map.of("environmentId", "1st5", "name", "web")))
                .isEqualTo(Map.of("stackId", "1st5", "name", "web"));
        assertThat(V1Words.body(Map.of("stackId", "1st5"))).isEqualTo(Map.of("stackId", "1st5"));
        assertThat(V1Words.body(Map.of("environment", Map.of("A", "b"))))
                .isEqualTo(Map.of("environment", Map.of("A", "b")));
    }

    @Test
    void aServiceIsAnsweredInTheOldWordsAndItsTextIsLeftAlone() {
        assertThat(V1Words.answer(object(
                        "id",
                        "1s1",
                        "type",
                        "service",
                        "links",
                        Map.of("self", BASE + "/services/1s1", "stack", BASE + "/stacks/1st5"),
                        "actions",
                        Map.of(),
                        "stackId",
                        "1st5",
                        "metadata",
                        Map.of("stackId", "mine", "type", "stack"))))
                .isEqualTo(object(
                        "id",
                        "1s1",
                        "type",
                        "service",
                        "links",
                        Map.of("self", BASE + "/services/1s1", "environment", BASE + "/environments/1st5"),
                        "actions",
                        Map.of(),
                        "environmentId",
                        "1st5",
                        "metadata",
                        Map.of("stackId", "mine", "type", "stack")));
    }

    @Test
    void aStackIsAnEnvironmentWithItsVariables() {
        assertThat(V1Words.answer(object(
                        "type",
                        "stack",
                        "baseType",
                        "stack",
                        "actions",
                        Map.of("remove", BASE + "/stacks/1st5?action=remove"),
                        "environment",
                        Map.of("KEY", "stack"))))
                .isEqualTo(object(
                        "type",
                        "environment",
                        "baseType",
                        "environment",
                        "actions",
                        Map.of("remove", BASE + "/environments/1st5?action=remove"),
                        "environment",
                        Map.of("KEY", "stack")));
    }

    @Test
    void aSchemaIsTranslatedWithItsFieldsFiltersAndActions() {
        assertThat(V1Words.answer(object(
                        "id", "stack",
                        "type", "schema",
                        "pluralName", "stacks",
                        "links", Map.of("collection", BASE + "/stacks"),
                        "resourceFields", Map.of("stackId", Map.of("type", "reference[stack]")),
                        "collectionFilters", Map.of("stackId", Map.of("modifiers", List.of("eq"))),
                        "resourceActions", Map.of("upgrade", Map.of("input", "stackUpgrade", "output", "stack")),
                        "includeableLinks", List.of("stack", "services"))))
                .isEqualTo(object(
                        "id", "environment",
                        "type", "schema",
                        "pluralName", "environments",
                        "links", Map.of("collection", BASE + "/environments"),
                        "resourceFields", Map.of("environmentId", Map.of("type", "reference[environment]")),
                        "collectionFilters", Map.of("environmentId", Map.of("modifiers", List.of("eq"))),
                        "resourceActions",
                                Map.of("upgrade", Map.of("input", "environmentUpgrade", "output", "environment")),
                        "includeableLinks", List.of("environment", "services")));
    }

    @Test
    void aListNamesItsPagesAndOrdersInTheOldWords() {
        assertThat(V1Words.answer(object(
                        "type", "collection",
                        "resourceType", "stack",
                        "createTypes", Map.of("stack", BASE + "/stacks"),
                        "pagination", object("next", BASE + "/stacks?marker=m1&name=/stacks", "first", null),
                        "sort", Map.of("name", "stackId", "reverse", BASE + "/stacks?order=desc"))))
                .isEqualTo(object(
                        "type", "collection",
                        "resourceType", "environment",
                        "createTypes", Map.of("environment", BASE + "/environments"),
                        "pagination", object("next", BASE + "/environments?marker=m1&name=/stacks", "first", null),
                        "sort", Map.of("name", "environmentId", "reverse", BASE + "/environments?order=desc")));
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return object;
    }
}
