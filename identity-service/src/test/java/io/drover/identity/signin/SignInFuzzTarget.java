package io.drover.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.oauth.RedirectUri;
import io.drover.identity.oauth.TokenScope;
import io.drover.identity.oidc.ReturnAddress;
import io.drover.identity.secret.RegistrationToken;
import io.drover.testkit.FuzzInput;
import java.util.List;

/** What people and machines sign in with, for a fuzzer that is guided by coverage ({@code bin/fuzz}). */
public final class SignInFuzzTarget {
    private static final String SERVER = "https://drover.example";
    private static final int PARSERS = 5;

    private SignInFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var input = new FuzzInput(bytes);
        switch (input.choice(PARSERS)) {
            case 0 -> SignInCode.parse(input.text());
            case 1 -> RegistrationToken.parse(input.text());
            case 2 -> TokenScope.read(List.of(input.text().split(" ", -1)));
            case 3 -> redirect(input.text());
            default -> {
                // A browser is sent nowhere else, whatever it was asked to come back to.
                ReturnAddress.of(input.text(), SERVER)
                        .ifPresent(address -> assertThat(address).matches("(?i)https://drover\\.example([/?].*)?"));
            }
        }
    }

    private static void redirect(String text) {
        if (RedirectUri.refusal(text).isEmpty()) {
            assertThat(text).doesNotContain("#", " ", "\n", "*");
            assertThat(RedirectUri.isRegistered(List.of(text), text)).isTrue();
        }
    }
}
