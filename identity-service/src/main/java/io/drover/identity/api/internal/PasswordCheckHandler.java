package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.secret.PasswordClient;
import io.drover.identity.signin.TryLog;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * Checks secrets that people chose: throttled, in the password pool, and every try is in the audit log with its reason. The
 * caller hears the same sentence whatever was wrong. Tries that the throttle turned away were not tried: they are counted
 * ({@code drover.signin}, outcome {@code throttled}), not written, so that a flood cannot fill the log.
 */
public final class PasswordCheckHandler {
    private static final String WRONG = "the user name or the password is wrong, or the account is not active";

    private final AccountStore accounts;
    private final CredentialStore credentials;
    private final AuditStore audit;
    private final PasswordClient passwords;
    private final TryLog tries;
    private final Clock clock;
    private final MeterRegistry meters;

    public PasswordCheckHandler(
            AccountStore accounts,
            CredentialStore credentials,
            AuditStore audit,
            PasswordClient passwords,
            TryLog tries,
            Clock clock,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.audit = audit;
        this.passwords = passwords;
        this.tries = tries;
        this.clock = clock;
        this.meters = meters;
    }

    /** A sign-in that worked. */
    public record SignedIn(AccountRow account, CredentialRow credential) {}

    /** What was found under a name; both null, or both not. */
    private record Candidate(
            @Nullable CredentialRow credential, @Nullable AccountRow account) {
        static final Candidate NOBODY = new Candidate(null, null);

        @Nullable
        String reasonToRefuse() {
            if (credential == null || account == null) {
                return "no such user";
            }
            if (!credential.isActive()) {
                return "the password is not active";
            }
            return account.isActive() ? null : "the account is not active";
        }
    }

    /**
     * The account behind name and password, or 401, or 429.
     *
     * @param address of the client
     */
    public Mono<SignedIn> check(String name, String password, String address) {
        return credentials
                .byPublicValue(name)
                .filter(row -> row.kind() == CredentialKind.PASSWORD)
                .flatMap(row -> accounts.find(row.account()).map(account -> new Candidate(row, account)))
                .defaultIfEmpty(Candidate.NOBODY)
                .flatMap(candidate -> check(candidate, name, password, address));
    }

    /** The same for a key whose secret somebody chose. */
    Mono<SignedIn> check(CredentialRow key, String secret, String address) {
        return accounts.find(key.account())
                .map(account -> new Candidate(key, account))
                .defaultIfEmpty(Candidate.NOBODY)
                .flatMap(candidate -> check(candidate, key.publicValue(), secret, address));
    }

    private Mono<SignedIn> check(Candidate candidate, String name, String secret, String address) {
        Duration wait = tries.delay(name, address, clock.instant());
        if (!wait.isZero()) {
            count("throttled");
            return Mono.error(tooMany(name, wait));
        }
        tries.started(name, address, clock.instant());
        CredentialRow credential = candidate.credential();
        return passwords
                .matches(secret, credential == null ? null : credential.secretHash())
                .flatMap(matches -> conclude(candidate, matches, name, address));
    }

    private Mono<SignedIn> conclude(Candidate candidate, boolean matches, String name, String address) {
        String reason = matches
                ? candidate.reasonToRefuse()
                : candidate.credential() == null ? "no such user" : "wrong password";
        CredentialRow credential = candidate.credential();
        AccountRow account = candidate.account();
        if (reason != null || credential == null || account == null) {
            count("refused");
            return record(name, account, address, 401, reason).then(Mono.error(new ApiException.Unauthorized(WRONG)));
        }
        tries.succeeded(name, address);
        count("ok");
        return record(name, account, address, 201, null).thenReturn(new SignedIn(account, credential));
    }

    private Mono<Long> record(
            String name, @Nullable AccountRow account, String address, int status, @Nullable String reason) {
        Long number = account == null ? null : Long.valueOf(account.id());
        return audit.append(List.of(new AuditRow(
                0,
                clock.instant(),
                "api.token.create",
                "token",
                null,
                "TokenAccount",
                number,
                name.length() > 255 ? name.substring(0, 255) : name,
                number,
                null,
                null,
                status,
                address,
                reason == null ? "signed in" : "sign-in refused: " + reason,
                null)));
    }

    private void count(String outcome) {
        meters.counter("drover.signin", "outcome", outcome).increment();
    }

    private static ResponseStatusException tooMany(String name, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new ResponseStatusException(
                HttpStatus.TOO_MANY_REQUESTS,
                "too many wrong passwords for '%s' from this address: wait %d seconds and try again"
                        .formatted(name, seconds));
    }
}
