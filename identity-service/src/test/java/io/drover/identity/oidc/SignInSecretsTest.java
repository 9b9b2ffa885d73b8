package io.drover.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SignInSecretsTest {
    private static final SignInSecrets ONE = new SignInSecrets("browser", "state");

    @Test
    void theVerifierHasTheFormOfTheStandardAndTheChallengeIsItsHash() {
        assertThat(ONE.verifier()).matches("[A-Za-z0-9_-]{43}");
        assertThat(ONE.challenge()).isEqualTo(FakeWeb.challenge(ONE.verifier()));
    }

    @Test
    void neitherBrowserNorStateAloneGivesThem() {
        SignInSecrets otherBrowser = new SignInSecrets("other", "state");
        SignInSecrets otherState = new SignInSecrets("browser", "other");

        assertThat(Set.of(ONE.verifier(), otherBrowser.verifier(), otherState.verifier(), ONE.nonce()))
                .hasSize(4);
        assertThat(Set.of(ONE.nonce(), otherBrowser.nonce(), otherState.nonce()))
                .hasSize(3);
        assertThat(ONE.toString()).doesNotContain("browser").doesNotContain("=");
    }
}
