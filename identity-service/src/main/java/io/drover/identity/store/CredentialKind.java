package io.drover.identity.store;

/** What a credential is; the names are the wire's. */
public enum CredentialKind {
    API_KEY("apiKey"),
    AGENT_API_KEY("agentApiKey"),
    PASSWORD("usernamePassword"),
    REGISTRATION_TOKEN("registrationToken");

    private final String wire;

    CredentialKind(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    static CredentialKind of(String wire) {
        for (CredentialKind kind : values()) {
            if (kind.wire.equals(wire)) {
                return kind;
            }
        }
        throw new IllegalStateException("unknown kind of credential in the database: " + wire);
    }
}
