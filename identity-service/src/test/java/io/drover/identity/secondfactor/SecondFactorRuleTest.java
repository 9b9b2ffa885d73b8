package io.drover.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.role.AccountKind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SecondFactorRuleTest {
    private static final String LOCAL = "localAuthConfig";

    record Case(String setting, AccountKind kind, String provider, boolean isAsked) {}

    static final List<Case> CASES = List.of(
            new Case("off", AccountKind.ADMIN, LOCAL, false),
            new Case("administrators", AccountKind.ADMIN, LOCAL, true),
            new Case("administrators", AccountKind.ADMIN, "ldapconfig", true),
            new Case("administrators", AccountKind.USER, LOCAL, false),
            new Case("everybody", AccountKind.USER, LOCAL, true),
            new Case("everybody", AccountKind.USER, "openldapconfig", true),
            new Case("everybody", AccountKind.USER, "oidcconfig", false),
            new Case("administrators", AccountKind.ADMIN, "githubconfig", false),
            new Case("everybody", AccountKind.SERVICE, LOCAL, false),
            new Case(" Everybody ", AccountKind.USER, LOCAL, true),
            new Case("evrybody", AccountKind.USER, LOCAL, true),
            new Case("", AccountKind.ADMIN, LOCAL, false));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) {
        SecondFactorRule rule = SecondFactorRule.of(given.setting());

        assertThat(rule.asks(given.kind(), given.provider())).isEqualTo(given.isAsked());
    }
}
