package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.Session;
import io.drover.gateway.credential.TokenStore;
import io.drover.gateway.limit.RateLimits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Turns away who asks too much ({@link RateLimits} says who is counted as whom), with a sentence. {@code /ping} and the
 * gateway's own metrics are never turned away.
 */
final class Admission {
    private static final String METRIC = "drover.gateway.limited";

    private final RateLimits limits;
    private final TokenStore tokens;
    private final Counter accounts;
    private final Counter strangers;

    Admission(RateLimits limits, TokenStore tokens, MeterRegistry meters) {
        this.limits = limits;
        this.tokens = tokens;
        this.accounts = meters.counter(METRIC, "who", "account");
        this.strangers = meters.counter(METRIC, "who", "stranger");
    }

    /** @throws ApiException.TooMany the account asks too much */
    void account(Session session) {
        int seconds = limits.account(session.accountId());
        if (seconds > RateLimits.GO) {
            accounts.increment();
            throw new ApiException.TooMany(
                    seconds,
                    "account %s sends more requests than one account may: wait %d s; streams ('subscribe') tell of changes without asking again and again"
                            .formatted(session.accountId(), seconds));
        }
    }

    /** @throws ApiException.TooMany too much came from the address without a valid credential */
    void stranger(Arrival arrival) {
        require(limits.stranger(arrival.origin().clientIp()), arrival);
    }

    /** @throws ApiException.TooMany the address has guessed too much, and this credential was never good */
    void unknown(Credential credential, Arrival arrival) {
        int seconds = limits.unknownCredential(arrival.origin().clientIp());
        if (seconds > RateLimits.GO && !tokens.wasGood(credential)) {
            require(seconds, arrival);
        }
    }

    /** @throws ApiException.TooMany the address opens too many streams */
    void ticket(Arrival arrival) {
        require(limits.ticket(arrival.origin().clientIp()), arrival);
    }

    void refused(Arrival arrival) {
        limits.refused(arrival.origin().clientIp());
    }

    private void require(int seconds, Arrival arrival) {
        if (seconds > RateLimits.GO) {
            strangers.increment();
            throw new ApiException.TooMany(
                    seconds,
                    "too many requests without a valid credential came from %s: wait %d s; who is signed in already is not held up"
                            .formatted(arrival.origin().clientIp(), seconds));
        }
    }
}
