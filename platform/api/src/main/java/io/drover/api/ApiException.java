package io.drover.api;

import org.jspecify.annotations.Nullable;

/**
 * The caller's fault, or a refusal the caller must hear: one variant per outcome a client tells apart. {@code ApiErrors} is
 * the only place that turns one into a status and a body (spec: api contract, sections 3 and 7).
 */
public abstract sealed class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ApiException(String message) {
        // No stack trace: these are answers, not faults.
        super(message, null, false, false);
    }

    /** The sentence for the client. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** 404. Also for what belongs to another environment. */
    public static final class NotFound extends ApiException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }
    }

    /** 401, with a code where clients can do something about it, e.g. ask for a second factor. */
    public static final class Unauthorized extends ApiException {
        private static final long serialVersionUID = 1L;
        private final @Nullable String code;

        public Unauthorized(String message) {
            this(null, message);
        }

        public Unauthorized(@Nullable String code, String message) {
            super(message);
            this.code = code;
        }

        public @Nullable String code() {
            return code;
        }
    }

    /** 403. Code {@code InvalidCSRFToken} or none. */
    public static final class Forbidden extends ApiException {
        private static final long serialVersionUID = 1L;
        private final @Nullable String code;

        public Forbidden(String message) {
            this(null, message);
        }

        public Forbidden(@Nullable String code, String message) {
            super(message);
            this.code = code;
        }

        public @Nullable String code() {
            return code;
        }
    }

    /** 405: the type, role or state does not offer this. Code {@code InvalidAction} or {@code ActionNotAvailable} or none. */
    public static final class NotAllowed extends ApiException {
        private static final long serialVersionUID = 1L;
        private final @Nullable String code;

        public NotAllowed(@Nullable String code, String message) {
            super(message);
            this.code = code;
        }

        public @Nullable String code() {
            return code;
        }
    }

    /** 409: somebody else changed it meanwhile; clients try again. */
    public static final class Conflict extends ApiException {
        private static final long serialVersionUID = 1L;
        private final @Nullable String code;

        public Conflict(@Nullable String code, String message) {
            super(message);
            this.code = code;
        }

        public @Nullable String code() {
            return code;
        }
    }

    /** 422: a field's value is wrong. */
    public static final class InvalidField extends ApiException {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String field;

        /**
         * @param code the contract's code, e.g. {@code NotUnique}
         * @param field the field's name
         * @param message names the field, the value and what is accepted
         */
        public InvalidField(String code, String field, String message) {
            super(message);
            this.code = code;
            this.field = field;
        }

        public String code() {
            return code;
        }

        public String field() {
            return field;
        }
    }

    /** 400: the request itself cannot be read. */
    public static final class BadRequest extends ApiException {
        private static final long serialVersionUID = 1L;
        private final String code;

        public BadRequest(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** 413: the request's body is larger than the server takes. */
    public static final class TooLarge extends ApiException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message);
        }
    }

    /** 429 with {@code Retry-After}: the caller asks for more than its share. */
    public static final class TooMany extends ApiException {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        public TooMany(int retryAfterSeconds, String message) {
            super(message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** 503 with {@code Retry-After}: a part the request needs is busy or away; the sentence names it. */
    public static final class Unavailable extends ApiException {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        public Unavailable(int retryAfterSeconds, String message) {
            super(message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }
}
