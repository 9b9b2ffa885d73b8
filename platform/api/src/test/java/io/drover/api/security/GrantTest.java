package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.schema.Verb;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {
    record Case(String text, Grant expected) {}

    static final List<Case> CASES = List.of(
            new Case("*:r", new Grant(Set.of("*"), Set.of(Verb.READ), Set.of())),
            new Case(
                    "service,container:ra@1st5",
                    new Grant(Set.of("service", "container"), Set.of(Verb.READ, Verb.ACT), Set.of(5L))),
            new Case(
                    " service : CRUD @ 1st5, 1st7 ",
                    new Grant(Set.of("service"), Set.of(Verb.values()), Set.of(5L, 7L))),
            new Case("host:u", new Grant(Set.of("host"), Set.of(Verb.UPDATE, Verb.ACT), Set.of())));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsTypesRightsAndStacks(Case given) {
        assertThat(Grant.parse(given.text())).isEqualTo(given.expected());
        assertThat(Grant.parse(given.expected().text())).isEqualTo(given.expected());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "service",
                "service:",
                ":r",
                "service:x",
                "service:r@",
                "service:r@1s5",
                "service:r@5",
                "a b:r:r",
                "service,:r",
                "../x:r",
                "service:r@1st5@1st6",
                "service:r@1st99999999999999999999"
            })
    void saysWhatItCannotRead(String text) {
        assertThatThrownBy(() -> Grant.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"service:r,service,true", "Service:r,service,true", "*:r,host,true", "service:r,host,false"})
    void namesTypesInAnyCase(String text, String type, boolean expected) {
        assertThat(Grant.parse(text).names(type, Verb.READ)).isEqualTo(expected);
        assertThat(Grant.parse(text).names(type, Verb.DELETE)).isFalse();
    }

    @Test
    void isWrittenTheSameWayAlways() {
        assertThat(Grant.parse("stack,service:durc@1st7,1st5").text()).isEqualTo("service,stack:crud@1st5,1st7");
    }

    @Property
    void anyTextIsReadOrRefusedWithASentence(@ForAll String text) {
        try {
            Grant grant = Grant.parse(text);
            assertThat(Grant.parse(grant.text())).isEqualTo(grant);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("the grant '");
        }
    }
}
