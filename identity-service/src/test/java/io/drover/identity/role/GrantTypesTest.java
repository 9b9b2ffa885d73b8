package io.drover.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.schema.TypeNames;
import io.drover.api.security.Grant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GrantTypesTest {
    private static final TypeNames KNOWN =
            new TypeNames(List.of("auditLog", "container", "host", "registry", "service", "stack"));

    /** @param says the sentence; null: nothing is wrong */
    record Case(String grants, @Nullable String says) {
        @Override
        public String toString() {
            return grants;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("", null),
            new Case("*:r", null),
            new Case("service,container:ra@1st5 *:r", null),
            new Case("SERVICE,AuditLog:r", null),
            new Case("servcie:ra", "the grant 'servcie:ra' names 'servcie', which is no type: did you mean 'service'?"),
            new Case("Stakc:r", "the grant 'Stakc:r' names 'Stakc', which is no type: did you mean 'stack'?"),
            new Case("hosts:r", "the grant 'hosts:r' names 'hosts', which is no type: did you mean 'host'?"),
            new Case(
                    "registries:r",
                    "the grant 'registries:r' names 'registries', which is no type: did you mean 'registry'?"),
            new Case(
                    "*:r spaceship:crud@1st5",
                    "the grant 'spaceship:crud@1st5' names 'spaceship', which is no type; /v2-beta/schemas lists the"
                            + " types there are"),
            new Case(
                    "stack:r service,zzz,container,aaa:r xxx:r",
                    "the grant 'aaa,container,service,zzz:r' names 'aaa', which is no type; /v2-beta/schemas lists the"
                            + " types there are"));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhichNameIsWrong(Case given) {
        var fault = GrantTypes.fault(grants(given.grants()), KNOWN);
        if (given.says() == null) {
            assertThat(fault).isEmpty();
        } else {
            assertThat(fault).contains(given.says());
        }
    }

    @Test
    void everyTypeIsNoName() {
        assertThat(GrantTypes.named(grants("*,service:r host,service:u"))).containsExactlyInAnyOrder("service", "host");
    }

    @Test
    void namesAreSpelledAsInTheSchemas() {
        assertThat(GrantTypes.spelled(grants("Service,SERVICE,auditlog:ra@1st5 *:r"), KNOWN))
                .isEqualTo(grants("service,auditLog:ra@1st5 *:r"));
    }

    private static List<Grant> grants(String texts) {
        return Stream.of(texts.split(" "))
                .filter(text -> !text.isEmpty())
                .map(Grant::parse)
                .toList();
    }
}
