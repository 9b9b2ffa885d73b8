package io.drover.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CsrfTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String TOKEN = "0123456789";

    record Case(
            String method,
            @Nullable String cookie,
            @Nullable String header,
            @Nullable String parameter,
            boolean showsCredential,
            boolean allowed) {}

    static final List<Case> CASES = List.of(
            new Case("GET", null, null, null, true, true),
            new Case("GET", TOKEN, "other", null, true, true),
            new Case("HEAD", TOKEN, null, null, true, true),
            new Case("POST", TOKEN, TOKEN, null, true, true),
            new Case("POST", TOKEN, null, TOKEN, true, true),
            new Case("POST", TOKEN, null, null, true, false),
            new Case("POST", TOKEN, "9876543210", null, true, false),
            new Case("PUT", TOKEN, null, "9876543210", true, false),
            new Case("DELETE", TOKEN, "", "", true, false),
            // the cookie of no ten digits is none
            new Case("POST", "short", "short", null, true, false),
            new Case("POST", null, null, null, true, false),
            new Case("POST", null, TOKEN, TOKEN, true, false),
            // signing in, before any answer brought a cookie
            new Case("POST", null, null, null, false, true),
            new Case("POST", TOKEN, null, null, false, false));

    @ParameterizedTest
    @FieldSource("CASES")
    void browsersRepeatTheirCookie(Case given) {
        Csrf csrf = Objects.requireNonNull(Csrf.read(FIREFOX, given.cookie(), new Random(1)));
        assertThat(csrf.allows(given.method(), given.header(), given.parameter(), given.showsCredential()))
                .isEqualTo(given.allowed());
    }

    record Agent(@Nullable String name, boolean isBrowser) {}

    static final List<Agent> AGENTS = List.of(
            new Agent(FIREFOX, true),
            new Agent("mozilla", true),
            new Agent("curl/8.0", false),
            new Agent("Go-http-client/1.1", false),
            new Agent("", false),
            new Agent(null, false));

    @ParameterizedTest
    @FieldSource("AGENTS")
    void onlyBrowsersAreAsked(Agent given) {
        assertThat(Csrf.read(given.name(), null, new Random(1)) != null).isEqualTo(given.isBrowser());
    }

    @Test
    void keepsTheCookieOfTheClientAndMakesOneForWhoHasNone() {
        assertThat(Csrf.read(FIREFOX, TOKEN, new Random(1))).isEqualTo(new Csrf(TOKEN, false));
        Csrf made = Objects.requireNonNull(Csrf.read(FIREFOX, null, new Random(1)));
        assertThat(made.token()).matches("[0-9a-f]{10}");
        assertThat(made.isNew()).isTrue();
        assertThat(made.cookie(true)).isEqualTo("CSRF=" + made.token() + "; Path=/; SameSite=Lax; Secure");
        assertThat(made.cookie(false)).doesNotContain("Secure");
    }
}
