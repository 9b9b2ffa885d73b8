package io.drover.identity.api.directory;

import io.drover.api.ApiException;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.directory.DirectoryException;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.directory.SignInAnswer;
import io.drover.identity.directory.SignInAnswer.Accepted;
import io.drover.identity.directory.SignInAnswer.Refused;
import io.drover.identity.signin.SignInCode;
import io.drover.identity.store.AccountRow;
import io.drover.runtime.call.PartUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Signs people in with a directory: throttled and audited like local sign-ins, and with the same sentence whatever was wrong.
 * A directory that is away is 503 and counts as no try; local accounts do not come this way and still get in.
 */
public final class DirectorySignInHandler {
    private static final Logger log = LoggerFactory.getLogger(DirectorySignInHandler.class);
    private static final int RETRY_SECONDS = 10;

    private final DirectoryClient client;
    private final DirectoryAccessHandler access;
    private final SignInRecordHandler records;
    private final SecondFactorCheckHandler secondFactors;

    public DirectorySignInHandler(
            DirectoryClient client,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            SecondFactorCheckHandler secondFactors) {
        this.client = client;
        this.access = access;
        this.records = records;
        this.secondFactors = secondFactors;
    }

    /**
     * The person's account, or 401, 403, 429, 503.
     *
     * @param secondFactor of an account that has one, or null
     */
    public Mono<AccountRow> signIn(
            DirectorySettings settings, SignInCode code, @Nullable String secondFactor, String address) {
        String name = code.user();
        return records.started(name, address)
                .then(Mono.defer(() -> client.signIn(settings, name, code.password())))
                .onErrorMap(DirectorySignInHandler::isAway, error -> away(settings, name, address, error))
                .flatMap(answer -> conclude(settings, answer, name, address))
                .flatMap(account -> complete(account, secondFactor, name, address));
    }

    private static boolean isAway(Throwable error) {
        return error instanceof PartUnavailable || error instanceof DirectoryException;
    }

    /** The details are for the log: who is not signed in must not learn them. */
    private ApiException away(DirectorySettings settings, String name, String address, Throwable error) {
        records.withdrawn(name, address);
        Throwable cause = error.getCause() instanceof DirectoryException inner ? inner : error;
        log.warn("nobody can sign in with {}: {}", settings.kind().provider(), cause.getMessage());
        return new ApiException.Unavailable(
                RETRY_SECONDS,
                "the directory (" + settings.server().host() + ") cannot be asked now, so its users cannot sign in;"
                        + " accounts with a local password can. Try again in " + RETRY_SECONDS + " seconds");
    }

    private Mono<AccountRow> conclude(DirectorySettings settings, SignInAnswer answer, String name, String address) {
        return switch (answer) {
            case Refused(String reason) -> records.refused(name, null, address, reason);
            case Accepted(DirectoryUser user) ->
                access.isAdmitted(settings.access(), user)
                        .flatMap(isAdmitted ->
                                isAdmitted ? account(user, name, address) : notAdmitted(settings, name, address));
        };
    }

    /** The password was right, so it is no guess. */
    private Mono<AccountRow> notAdmitted(DirectorySettings settings, String name, String address) {
        records.passed(name, address);
        return records.notAdmitted(name, address, settings.access().mode().wire());
    }

    private Mono<AccountRow> complete(AccountRow account, @Nullable String secondFactor, String name, String address) {
        return secondFactors
                .require(SecondFactorCheckHandler.Attempt.tried(account, name, address), secondFactor)
                .then(Mono.defer(() -> records.succeeded(name, account, address)))
                .thenReturn(account);
    }

    private Mono<AccountRow> account(DirectoryUser user, String name, String address) {
        return access.signedIn(user)
                .onErrorResume(
                        ApiException.Unauthorized.class,
                        refused -> records.refused(name, null, address, refused.sentence()));
    }
}
