package io.drover.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReturnAddressTest {
    private static final String SERVER = "https://drover.example:8443";

    /** @param expected null: refused */
    record Case(String wanted, @Nullable String expected) {}

    static final List<Case> CASES = List.of(
            new Case("/", SERVER + "/"),
            new Case("/login?next=%2Fenv", SERVER + "/login?next=%2Fenv"),
            new Case(SERVER + "/login", SERVER + "/login"),
            new Case("HTTPS://DROVER.example:8443/x", "HTTPS://DROVER.example:8443/x"),
            new Case("", null),
            new Case("login", null),
            new Case("//attacker.example/", null),
            new Case("/\\attacker.example", null),
            new Case("/\t/attacker.example", null),
            new Case("https://attacker.example/", null),
            new Case("http://drover.example:8443/", null),
            new Case("https://drover.example/", null),
            new Case("https://drover.example:8443@attacker.example/", null),
            new Case("https://user@drover.example:8443/", null),
            new Case("https://drover.example:8443.attacker.example/", null),
            new Case("javascript:alert(1)", null),
            new Case("/page#fragment", null),
            new Case("/" + "x".repeat(1024), null));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) {
        assertThat(ReturnAddress.of(given.wanted(), SERVER).orElse(null)).isEqualTo(given.expected());
    }

    @Property
    void nobodyIsEverSentElsewhere(@ForAll String wanted) {
        ReturnAddress.of(wanted, SERVER)
                .ifPresent(address -> assertThat(URI.create(address))
                        .hasScheme("https")
                        .hasHost("drover.example")
                        .hasPort(8443));
    }
}
