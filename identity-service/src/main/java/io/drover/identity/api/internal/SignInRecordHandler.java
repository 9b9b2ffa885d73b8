package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.signin.TryLog;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What every way of signing in with a chosen secret has in common: tries are throttled, and each is in the audit log with its
 * reason. The caller hears the same sentence whatever was wrong. Tries that the throttle turned away were not tried: they are
 * counted ({@code drover.signin}, outcome {@code throttled}), not written, so that a flood cannot fill the log.
 */
public final class SignInRecordHandler {
    private static final String WRONG = "the user name or the password is wrong, or the account is not active";
    private static final String NOT_ADMITTED =
            "Your account does not have access: the user name and the password are right,"
                    + " but an administrator has to allow you or one of your groups";
    private static final int LONGEST_NAME = 255;
    /** With what stands before it, it fits the log's column. */
    private static final int LONGEST_REASON = 1000;

    private final AuditStore audit;
    private final TryLog tries;
    private final Clock clock;
    private final MeterRegistry meters;

    public SignInRecordHandler(AuditStore audit, TryLog tries, Clock clock, MeterRegistry meters) {
        this.audit = audit;
        this.tries = tries;
        this.clock = clock;
        this.meters = meters;
    }

    /** Counts a try, or ends with 429 if the person has to wait. */
    public Mono<Void> started(String name, String address) {
        return Mono.defer(() -> {
            Duration wait = tries.delay(name, address, clock.instant());
            if (!wait.isZero()) {
                count("throttled");
                return Mono.error(tooMany(name, wait));
            }
            tries.started(name, address, clock.instant());
            return Mono.empty();
        });
    }

    /** The try could not be made, through no fault of the person. */
    public void withdrawn(String name, String address) {
        count("unavailable");
        tries.withdrawn(name, address);
    }

    public Mono<Void> succeeded(String name, AccountRow account, String address) {
        return Mono.defer(() -> {
            passed(name, address);
            return signedIn(name, account, address);
        });
    }

    /** Of a sign-in that tried no secret here: a provider's word counts for nothing with the throttle. */
    public Mono<Void> signedIn(String name, AccountRow account, String address) {
        count("ok");
        return record(name, account, address, 201, "signed in").then();
    }

    /** A try was right; what comes of it is recorded by itself. */
    public void passed(String name, String address) {
        tries.succeeded(name, address);
    }

    /**
     * The secret was right, and a second factor is missing: a try that guessed nothing. It is in the log, since it may be
     * somebody who has found out a password.
     */
    Mono<Void> unfinished(SecondFactorCheckHandler.Attempt attempt, String reason) {
        count("unfinished");
        if (attempt.isTried()) {
            tries.withdrawn(attempt.name(), attempt.address());
        }
        return record(attempt.name(), attempt.account(), attempt.address(), 401, "sign-in not finished: " + reason)
                .then();
    }

    /** A session ended by its owner's wish. */
    public Mono<Void> signedOut(long account, String name, String address) {
        return audit.append(List.of(row("api.token.delete", "token", name, account, address, 204, "signed out")))
                .then();
    }

    Mono<Void> wrongFactor(String name, AccountRow account, String address) {
        count("refused");
        return record(name, account, address, 401, "sign-in refused: wrong second factor")
                .then();
    }

    /** A sign-in with a provider did not work; what the person hears is the caller's. */
    public Mono<Void> failed(String name, String address, String reason) {
        count("refused");
        String kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        return record(name, null, address, 401, "sign-in refused: " + kept).then();
    }

    /** Ends with 401. */
    public <T> Mono<T> refused(String name, @Nullable AccountRow account, String address, String reason) {
        count("refused");
        return record(name, account, address, 401, "sign-in refused: " + reason)
                .then(Mono.error(() -> new ApiException.Unauthorized(WRONG)));
    }

    /** Ends with 403: the person is who they say, and the access mode does not let them in. */
    public <T> Mono<T> notAdmitted(String name, String address, String accessMode) {
        count("not-admitted");
        return record(
                        name,
                        null,
                        address,
                        403,
                        "sign-in refused: the access mode '" + accessMode + "' does not admit the user")
                .then(Mono.error(() -> new ApiException.Forbidden("AuthError", NOT_ADMITTED)));
    }

    /** Somebody lost access while nobody was asking. */
    public Mono<Long> accessEnded(long account, String reason) {
        return audit.append(List.of(row("directory.access.ended", "account", null, account, "", 403, reason)));
    }

    private Mono<Long> record(
            String name, @Nullable AccountRow account, String address, int status, String description) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        Long number = account == null ? null : Long.valueOf(account.id());
        return audit.append(List.of(row("api.token.create", "token", shown, number, address, status, description)));
    }

    private AuditRow row(
            String event,
            String type,
            @Nullable String name,
            @Nullable Long account,
            String address,
            int status,
            String description) {
        return new AuditRow(
                0,
                clock.instant(),
                event,
                type,
                null,
                "TokenAccount",
                account,
                name,
                account,
                null,
                null,
                status,
                address,
                description,
                null);
    }

    private void count(String outcome) {
        meters.counter("drover.signin", "outcome", outcome).increment();
    }

    private static ApiException tooMany(String name, Duration wait) {
        int seconds = (int) Math.max(1, wait.plusMillis(999).toSeconds());
        return new ApiException.TooMany(
                seconds,
                "too many sign-ins as '%s' or from this address failed or are under way: wait %d seconds and try again"
                        .formatted(name, seconds));
    }
}
