package io.drover.gateway.credential;

import io.drover.api.ApiException;

/** The answer to a credential. */
public sealed interface SignIn {
    record Granted(Session session) implements SignIn {}

    /** @param status 401 or 403 */
    record Refused(int status, String sentence) implements SignIn {
        public ApiException asError() {
            return status == 403 ? new ApiException.Forbidden(sentence) : new ApiException.Unauthorized(sentence);
        }
    }
}
