package io.drover.api;

import io.drover.api.ApiException.BadRequest;
import io.drover.api.ApiException.Conflict;
import io.drover.api.ApiException.Forbidden;
import io.drover.api.ApiException.InvalidField;
import io.drover.api.ApiException.NotAllowed;
import io.drover.api.ApiException.NotFound;
import io.drover.api.ApiException.TooLarge;
import io.drover.api.ApiException.TooMany;
import io.drover.api.ApiException.Unauthorized;
import io.drover.api.ApiException.Unavailable;
import io.drover.runtime.call.PartUnavailable;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.server.ResponseStatusException;

/**
 * The one table from what went wrong to what the client hears (spec: api contract, sections 3 and 7). What is not in it is a
 * fault: 500, without a word about the inside.
 */
public final class ApiErrors {
    private static final int RETRY_SECONDS = 2;
    private static final String FAULT = "the server failed; its log has the cause under this error's id";

    private ApiErrors() {}

    public static ApiError of(Throwable thrown) {
        PartUnavailable wrapped = PartUnavailable.in(thrown);
        return table(wrapped == null ? thrown : wrapped);
    }

    private static ApiError table(Throwable thrown) {
        return switch (thrown) {
            case ApiException refused -> refused(refused);
            case PartUnavailable away ->
                unavailable(away.sentence(), (int) Math.max(1, away.retryAfter().toSeconds()));
            case AuthenticationServiceException _ ->
                unavailable("identity-service, which vouches for callers, does not answer", RETRY_SECONDS);
            case AuthenticationException _ ->
                ApiError.plain(401, "sign in first: the credential is missing or not valid");
            case AccessDeniedException _ -> ApiError.plain(403, "this is not allowed to the caller's role");
            case DataBufferLimitException _ ->
                ApiError.plain(413, "the request's body is larger than this server accepts");
            case ResponseStatusException status -> ofStatus(status);
            case DuplicateKeyException _ ->
                ApiError.plain(409, "another request stored the same name or key at this moment: read again and retry");
            case TransientDataAccessException _ ->
                ApiError.plain(409, "another request changed the same rows at this moment: retry");
            case DataAccessResourceFailureException _ -> unavailable("the database does not answer", RETRY_SECONDS);
            case TimeoutException _ -> unavailable("a part this request needs did not answer in time", RETRY_SECONDS);
            default -> ApiError.plain(500, FAULT);
        };
    }

    /** Faults are logged with the error's id; answers are not. */
    public static boolean isFault(ApiError error) {
        return error.status() >= 500 && error.status() != 503;
    }

    private static ApiError refused(ApiException refused) {
        String sentence = refused.sentence();
        return switch (refused) {
            case NotFound _ -> ApiError.plain(404, sentence);
            case Unauthorized unauthorized -> ApiError.coded(401, unauthorized.code(), sentence);
            case Forbidden forbidden -> ApiError.coded(403, forbidden.code(), sentence);
            case NotAllowed notAllowed -> ApiError.coded(405, notAllowed.code(), sentence);
            case Conflict conflict -> ApiError.coded(409, conflict.code(), sentence);
            case InvalidField field -> new ApiError(422, field.code(), sentence, null, field.field(), 0);
            case BadRequest bad -> ApiError.coded(400, bad.code(), sentence);
            case TooLarge _ -> ApiError.plain(413, sentence);
            case TooMany many -> ApiError.plain(429, sentence).retryAfter(many.retryAfterSeconds());
            case Unavailable away -> unavailable(sentence, away.retryAfterSeconds());
        };
    }

    private static ApiError ofStatus(ResponseStatusException thrown) {
        int status = thrown.getStatusCode().value();
        return status >= 500 && status != 503 ? ApiError.plain(500, FAULT) : ApiError.plain(status, thrown.getReason());
    }

    private static ApiError unavailable(String sentence, int retrySeconds) {
        return ApiError.plain(503, sentence).retryAfter(retrySeconds);
    }
}
