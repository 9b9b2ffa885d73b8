package io.drover.identity.secondfactor;

import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.role.AccountKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Who must have a second factor: the setting {@value #SETTING}. It is about those who type a password here, a local one or a
 * directory's; who comes from an OpenID provider or GitHub was asked there. Keys are not passwords and work on.
 */
public enum SecondFactorRule {
    OFF,
    ADMINISTRATORS,
    EVERYBODY;

    public static final String SETTING = "api.auth.second.factor.required";

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the setting can be. */
    public static List<String> words() {
        return Arrays.stream(values()).map(SecondFactorRule::wire).toList();
    }

    /** @param value of the setting; one that is none of the three asks for more, not for less */
    public static SecondFactorRule of(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return OFF;
        }
        for (SecondFactorRule rule : values()) {
            if (rule.wire().equals(text)) {
                return rule;
            }
        }
        return EVERYBODY;
    }

    /** Whether accounts of that kind must have one, when they sign in with that provider. */
    public boolean asks(AccountKind kind, String provider) {
        boolean isTheirs = switch (this) {
            case OFF -> false;
            case ADMINISTRATORS -> kind == AccountKind.ADMIN;
            case EVERYBODY -> kind.isPerson();
        };
        return isTheirs && ProviderKind.ofProvider(provider).isEmpty();
    }
}
