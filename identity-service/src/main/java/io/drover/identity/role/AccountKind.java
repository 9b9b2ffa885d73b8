package io.drover.identity.role;

import java.util.Locale;
import java.util.Optional;

/** What an account is for (spec: identity sheet, 2.1). */
public enum AccountKind {
    /** A person who administers the installation. */
    ADMIN,
    /** A person. */
    USER,
    /** An environment: owns what runs in it, and is the caller when one of its own keys is shown. */
    PROJECT,
    /** One host's agent. */
    AGENT,
    /** Whoever shows a registration token. */
    REGISTER,
    /** Another service of the suite. */
    SERVICE;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AccountKind> of(String wire) {
        for (AccountKind kind : values()) {
            if (kind.wire().equals(wire)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether accounts of this kind belong to people, who can be members of environments. */
    public boolean isPerson() {
        return this == ADMIN || this == USER;
    }
}
