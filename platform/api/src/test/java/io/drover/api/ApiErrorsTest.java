package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.server.ResponseStatusException;

class ApiErrorsTest {
    record Case(Throwable thrown, String expected) {
        @Override
        public String toString() {
            return thrown.getClass().getSimpleName();
        }
    }

    static final List<Case> CASES = List.of(
            new Case(new ApiException.NotFound("s"), "404 Not Found | Not Found | s | null | 0"),
            new Case(new ApiException.Unauthorized("s"), "401 Unauthorized | Unauthorized | s | null | 0"),
            new Case(new ApiException.Forbidden("s"), "403 Forbidden | Forbidden | s | null | 0"),
            new Case(
                    new ApiException.NotAllowed(null, "s"),
                    "405 Method not allowed | Method not allowed | s | null | 0"),
            new Case(new ApiException.NotAllowed("InvalidAction", "s"), "405 InvalidAction | s | null | null | 0"),
            new Case(new ApiException.Conflict(null, "s"), "409 Conflict | Conflict | s | null | 0"),
            new Case(new ApiException.Conflict("DRIVER_IN_USE", "s"), "409 DRIVER_IN_USE | s | null | null | 0"),
            new Case(new ApiException.InvalidField("NotUnique", "name", "s"), "422 NotUnique | s | null | name | 0"),
            new Case(
                    new ApiException.BadRequest("InvalidBodyContent", "s"),
                    "400 InvalidBodyContent | s | null | null | 0"),
            new Case(
                    new ApiException.Unavailable(7, "s"),
                    "503 Service Unavailable | Service Unavailable | s | null | 7"),
            new Case(
                    new IllegalStateException(
                            "wrapped", new PartUnavailable("x", "x is away", Duration.ofSeconds(9), null)),
                    "503 Service Unavailable | Service Unavailable | x is away | null | 9"),
            new Case(
                    new AuthenticationServiceException("http://10.0.0.1"),
                    "503 Service Unavailable | Service Unavailable | identity-service, which vouches for callers, does not"
                            + " answer | null | 2"),
            new Case(
                    new BadCredentialsException("inner"),
                    "401 Unauthorized | Unauthorized | sign in first: the credential is missing or not valid | null | 0"),
            new Case(
                    new AccessDeniedException("inner"),
                    "403 Forbidden | Forbidden | this is not allowed to the caller's role | null | 0"),
            new Case(
                    new DataBufferLimitException("inner"),
                    "413 Request Entity Too Large | Request Entity Too Large | the request's body is larger than this server"
                            + " accepts | null | 0"),
            new Case(
                    new DuplicateKeyException("insert into"),
                    "409 Conflict | Conflict | another request stored the same name or key at this moment: read again and"
                            + " retry | null | 0"),
            new Case(
                    new CannotAcquireLockException("update t"),
                    "409 Conflict | Conflict | another request changed the same rows at this moment: retry | null | 0"),
            new Case(
                    new DataAccessResourceFailureException("10.0.0.1"),
                    "503 Service Unavailable | Service Unavailable | the database does not answer | null | 2"),
            new Case(
                    new TimeoutException("inner"),
                    "503 Service Unavailable | Service Unavailable | a part this request needs did not answer in time | null"
                            + " | 2"),
            new Case(
                    new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "r"),
                    "415 Unsupported Media Type | Unsupported Media Type | r | null | 0"),
            new Case(
                    new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "select"),
                    "500 Internal Server Error | Internal Server Error | the server failed; its log has the cause under this"
                            + " error's id | null | 0"),
            new Case(
                    new NullPointerException("field"),
                    "500 Internal Server Error | Internal Server Error | the server failed; its log has the cause under this"
                            + " error's id | null | 0"));

    @ParameterizedTest
    @FieldSource("CASES")
    void table(Case given) {
        ApiError error = ApiErrors.of(given.thrown());
        assertThat("%d %s | %s | %s | %s | %d"
                        .formatted(
                                error.status(),
                                error.code(),
                                error.message(),
                                error.detail(),
                                error.fieldName(),
                                error.retryAfterSeconds()))
                .isEqualTo(given.expected());
    }
}
