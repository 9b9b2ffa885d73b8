package io.drover.gateway.credential;

import io.drover.api.ApiException;
import org.jspecify.annotations.Nullable;

/** The answer to a credential. */
public sealed interface SignIn {
    record Granted(Session session) implements SignIn {}

    /**
     * @param status 400 (the environment's id cannot be read), 401 or 403
     * @param code what programs act on, e.g. {@code SecondFactorRequired}; null: the status says it all
     */
    record Refused(int status, @Nullable String code, String sentence) implements SignIn {
        private static final String MALFORMED = "InvalidFormat";

        public ApiException asError() {
            return switch (status) {
                case 400 -> new ApiException.BadRequest(code == null ? MALFORMED : code, sentence);
                case 403 -> new ApiException.Forbidden(code, sentence);
                default -> new ApiException.Unauthorized(code, sentence);
            };
        }
    }
}
