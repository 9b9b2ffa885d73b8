package io.drover.identity.oidc;

import org.jspecify.annotations.Nullable;

/** The provider's answer cannot be used; its message is a sentence for administrators and holds no secret. */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Problem {
        /** No connection, no answer in time, or an answer of its own trouble. */
        AWAY,
        /** It does not know this client, or its documents do not say what is needed. */
        CONFIGURATION,
        /** It does not accept the code: too late, used before, or of another sign-in. */
        CODE,
        /** It does not accept the stored grant any more: the person was disabled, or withdrew it. */
        GRANT,
        /** What it said cannot be believed: signature, issuer, audience, nonce or time are wrong. */
        NOT_GENUINE,
        /** It said too little about the person, or more groups than Drover reads. */
        PERSON
    }

    private final Problem problem;

    public ProviderException(Problem problem, String sentence) {
        this(problem, sentence, null);
    }

    public ProviderException(Problem problem, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
