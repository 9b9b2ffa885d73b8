package io.drover.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What a caller is to the environment of the request (spec: identity sheet, 3.2-3.3). Without an environment a caller is
 * {@link #USER} or {@link #ADMIN}; an administrator inside an environment is {@link #OWNER} there.
 */
public enum Role {
    ADMIN,
    USER,
    OWNER,
    MEMBER,
    RESTRICTED,
    READONLY,
    /** An environment's own API key: rights of a member, cannot administer the environment. */
    PROJECT,
    /** A host's agent: nothing but its own link. */
    AGENT,
    /** A registration token: nothing but registering an agent. */
    REGISTER,
    /** Another service of the suite. */
    SERVICE;

    /** The name on the wire, e.g. {@code readonly}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with that wire name, if there is one. */
    public static Optional<Role> of(String wire) {
        for (Role role : values()) {
            if (role.wire().equals(wire)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
