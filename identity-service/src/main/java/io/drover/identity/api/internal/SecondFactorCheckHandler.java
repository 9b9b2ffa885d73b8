package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secondfactor.OneTimeCode;
import io.drover.identity.secondfactor.SecondFactorRule;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.SecondFactorRow;
import io.drover.identity.store.SecondFactorStore;
import io.drover.model.AccountId;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks for the second factor of accounts that have one, after the password was right. Wrong codes are throttled by the
 * account alone: only somebody who knows the password, or has a session, gets here, so nobody else can hold the account up.
 */
public final class SecondFactorCheckHandler {
    /** What factors' secrets are sealed for. */
    public static final String PURPOSE = "second-factor";

    private static final String REQUIRED = "SecondFactorRequired";
    private static final String WRONG = "SecondFactorWrong";
    private static final String WITHOUT_PLACE =
            "the password was right, and HTTP Basic has no place for the second factor";

    private final SecondFactorStore factors;
    private final SignInRecordHandler records;
    private final EnvelopeKey envelope;
    private final LiveSettings settings;
    private final Clock clock;

    public SecondFactorCheckHandler(
            SecondFactorStore factors,
            SignInRecordHandler records,
            EnvelopeKey envelope,
            LiveSettings settings,
            Clock clock) {
        this.settings = settings;
        this.factors = factors;
        this.records = records;
        this.envelope = envelope;
        this.clock = clock;
    }

    /**
     * Who signs in, and from where.
     *
     * @param name as the log calls them
     * @param isTried a secret was tried, and the throttle counted it under that name; false: a provider vouches for the person
     */
    public record Attempt(AccountRow account, String name, String address, boolean isTried) {
        public static Attempt tried(AccountRow account, String name, String address) {
            return new Attempt(account, name, address, true);
        }

        /** People choose what their provider calls them, so that is not what they are called here. */
        public static Attempt vouched(AccountRow account, String address) {
            return new Attempt(account, new AccountId(account.id()).toString(), address, false);
        }
    }

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

    /** Empty, or 401: the way of signing in has no place for a code, nor for setting one up. */
    public Mono<Void> requireNone(Attempt attempt) {
        AccountRow account = attempt.account();
        Mono<Void> none = factors.find(account.id())
                .filter(SecondFactorRow::isConfirmed)
                .flatMap(_ -> unfinished(
                        attempt,
                        WITHOUT_PLACE,
                        "this account has a second factor: use an API key, or sign in at /v2-beta/token with the field"
                                + " 'secondFactor'"));
        return none.then(mustEnrol(account, DirectoryHandler.LOCAL_PROVIDER))
                .filter(isAsked -> isAsked)
                .flatMap(_ -> unfinished(
                        attempt,
                        WITHOUT_PLACE,
                        "this installation asks for a second factor, and the account has none: sign in at /v2-beta/token"
                                + " and set one up, or use an API key"));
    }

    private Mono<Void> unfinished(Attempt attempt, String reason, String sentence) {
        return records.unfinished(attempt, reason).then(Mono.error(new ApiException.Unauthorized(REQUIRED, sentence)));
    }

    /** Whether somebody who has just signed in with that provider has to set one up before anything else. */
    public Mono<Boolean> mustEnrol(AccountRow account, String provider) {
        return isAsked(account.kind(), provider)
                ? factors.find(account.id())
                        .map(factor -> !factor.isConfirmed())
                        .defaultIfEmpty(true)
                : Mono.just(false);
    }

    /** Whether this installation wants one of accounts of that kind that sign in with that provider. */
    public boolean isAsked(AccountKind kind, String provider) {
        return SecondFactorRule.of(settings.text(SecondFactorRule.SETTING, SecondFactorRule.EVERYBODY.wire()))
                .asks(kind, provider);
    }

    private Mono<Void> missing(Attempt attempt) {
        return unfinished(
                attempt,
                attempt.isTried()
                        ? "the password was right, the code of the second factor was asked for"
                        : "the provider vouches for the person, the code of the second factor was asked for",
                "a code is needed as well: send the six digits of your authenticator, or a recovery code, in the field"
                        + " 'secondFactor'");
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
