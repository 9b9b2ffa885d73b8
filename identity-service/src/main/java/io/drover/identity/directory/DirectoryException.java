package io.drover.identity.directory;

import org.jspecify.annotations.Nullable;

/** The directory could not be asked; its message is a sentence for administrators and holds no secret. */
public final class DirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Problem {
        /** No connection, no answer, or no trust in its certificate. */
        UNREACHABLE,
        /** It does not accept the service account. */
        SERVICE_ACCOUNT,
        /** It refuses the search, or a search base is not there. */
        SEARCH,
        /** More groups than Drover reads. */
        TOO_MUCH
    }

    private final Problem problem;

    public DirectoryException(Problem problem, String sentence, @Nullable Throwable cause) {
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
