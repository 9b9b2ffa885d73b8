package io.drover.identity.secondfactor;

import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.role.AccountKind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** @param settings as they are stored; a value that is none of the three asks for more, not for less */
    public static SecondFactorRule of(Map<String, String> settings) {
        return of(settings.get(SETTING));
    }

    static SecondFactorRule of(@Nullable String value) {
        String text = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
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
