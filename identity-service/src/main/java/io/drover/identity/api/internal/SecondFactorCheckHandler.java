package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.secondfactor.OneTimeCode;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.SecondFactorRow;
import io.drover.identity.store.SecondFactorStore;
import io.drover.model.AccountId;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks for the second factor of accounts that have one, after the password was right. Wrong codes are throttled by the
 * account alone: only somebody who knows the password gets here, so nobody else can hold the account up.
 */
public final class SecondFactorCheckHandler {
    /** What factors' secrets are sealed for. */
    public static final String PURPOSE = "second-factor";

    private static final String REQUIRED = "SecondFactorRequired";
    private static final String WRONG = "SecondFactorWrong";

    private final SecondFactorStore factors;
    private final SignInRecordHandler records;
    private final EnvelopeKey envelope;
    private final Clock clock;

    public SecondFactorCheckHandler(
            SecondFactorStore factors, SignInRecordHandler records, EnvelopeKey envelope, Clock clock) {
        this.factors = factors;
        this.records = records;
        this.envelope = envelope;
        this.clock = clock;
    }

    /** Who signs in, and from where. */
    public record Attempt(AccountRow account, String name, String address) {}

    /**
     * Empty if the account has no second factor, or the code is right; else 401 with the code {@code SecondFactorRequired} or
     * {@code SecondFactorWrong}.
     *
     * @param typed a code of the authenticator, or a recovery code
     */
    public Mono<Void> require(Attempt attempt, @Nullable String typed) {
        return factors.find(attempt.account().id())
                .filter(SecondFactorRow::isConfirmed)
                .flatMap(factor ->
                        typed == null || typed.isBlank() ? missing(attempt) : checked(attempt, factor, typed));
    }

    /** Empty, or 401: the way of signing in has no place for a code. */
    public Mono<Void> requireNone(AccountRow account) {
        return factors.find(account.id())
                .filter(SecondFactorRow::isConfirmed)
                .flatMap(_ -> Mono.error(new ApiException.Unauthorized(
                        REQUIRED,
                        "this account has a second factor: use an API key, or sign in at /v2-beta/token with the field"
                                + " 'secondFactor'")));
    }

    private Mono<Void> missing(Attempt attempt) {
        records.withdrawn(attempt.name(), attempt.address());
        return Mono.error(new ApiException.Unauthorized(
                REQUIRED,
                "a code is needed as well: send the six digits of your authenticator, or a recovery code, in the field"
                        + " 'secondFactor'"));
    }

    private Mono<Void> checked(Attempt attempt, SecondFactorRow factor, String typed) {
        return accepts(factor, typed)
                .filter(isRight -> isRight)
                .switchIfEmpty(Mono.defer(
                        () -> records.wrongFactor(attempt.name(), attempt.account(), attempt.address())
                                .then(Mono.error(new ApiException.Unauthorized(
                                        WRONG,
                                        "the code is wrong, or was used before: wait for the next one of your authenticator, or use"
                                                + " a recovery code")))))
                .then();
    }

    /** A right code is used up by this; 429 after too many wrong ones. */
    public Mono<Boolean> accepts(SecondFactorRow factor, String typed) {
        String account = new AccountId(factor.account()).toString();
        String what = "the second factor of " + account;
        return records.started(what, account)
                .then(Mono.defer(() -> use(factor, typed)))
                .doOnNext(isRight -> {
                    if (isRight) {
                        records.passed(what, account);
                    }
                });
    }

    private Mono<Boolean> use(SecondFactorRow factor, String typed) {
        if (!OneTimeCode.looksLikeOne(typed)) {
            return factors.useCode(factor.account(), SecretHash.of(typed.strip()))
                    .map(used -> used > 0);
        }
        OptionalLong step = envelope.open(PURPOSE, factor.secretSealed())
                .map(secret -> OneTimeCode.accept(secret, typed, clock.instant(), factor.lastStep()))
                .orElse(OptionalLong.empty());
        return step.isEmpty()
                ? Mono.just(false)
                : factors.advance(factor.account(), step.getAsLong()).map(changed -> changed > 0);
    }
}
