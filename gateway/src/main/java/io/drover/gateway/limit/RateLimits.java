package io.drover.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Counts requests in this process. Who is counted as whom:
 *
 * <ul>
 *   <li>Who is signed in counts for the account, whatever the address: an office behind one proxy does not share a limit.
 *   <li>Who shows no credential counts for the address. A credential that is refused counts there too, afterwards; while the
 *       address has nothing left, credentials that were never good are not looked at, those that were good go on. So a
 *       stranger who guesses cannot lock out those who are signed in at the same address.
 *   <li>A ticket's stream counts for the address, with the limit of accounts: tickets are given to those signed in.
 *   <li>A stream counts once, when it is opened.
 * </ul>
 *
 * A bucket holds {@link Rate#burst} requests and refills evenly.
 */
public final class RateLimits {
    private static final int MOST = 100_000;
    private static final double NANOS = 1e9;

    /** Allowed; other answers are the seconds to wait. */
    public static final int GO = 0;

    private final Buckets accounts;
    private final Buckets strangers;
    private final Buckets tickets;

    public RateLimits(Rate account, Rate stranger) {
        this(account, stranger, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(Rate account, Rate stranger, TimeMeter time) {
        this.accounts = new Buckets(account, time);
        this.strangers = new Buckets(stranger, time);
        this.tickets = new Buckets(account, time);
    }

    /** @return {@link #GO}, or the seconds to wait */
    public int account(String id) {
        return accounts.take(id);
    }

    /** @return {@link #GO}, or the seconds to wait */
    public int stranger(String address) {
        return strangers.take(AddressKey.of(address));
    }

    /** Whether a credential that nobody knows may be looked at; takes nothing. */
    public int unknownCredential(String address) {
        return strangers.look(AddressKey.of(address));
    }

    /** A credential from there was refused. */
    public void refused(String address) {
        strangers.take(AddressKey.of(address));
    }

    /** @return {@link #GO}, or the seconds to wait */
    public int ticket(String address) {
        return tickets.take(AddressKey.of(address));
    }

    private static final class Buckets {
        private final Rate rate;
        private final TimeMeter time;
        private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(Duration.ofSeconds(Rate.LONGEST_REFILL_SECONDS))
                .build();

        Buckets(Rate rate, TimeMeter time) {
            this.rate = rate;
            this.time = time;
        }

        private Bucket bucket(String key) {
            return buckets.get(
                    key,
                    _ -> Bucket.builder()
                            .addLimit(limit ->
                                    limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                            .withCustomTimePrecision(time)
                            .build());
        }

        int take(String key) {
            if (rate.isOff()) {
                return GO;
            }
            Bucket bucket = bucket(key);
            return bucket.tryConsume(1) ? GO : seconds(bucket);
        }

        int look(String key) {
            return rate.isOff() ? GO : seconds(bucket(key));
        }

        private static int seconds(Bucket bucket) {
            var estimate = bucket.estimateAbilityToConsume(1);
            return estimate.canBeConsumed()
                    ? GO
                    : (int) Math.max(1, Math.ceil(estimate.getNanosToWaitForRefill() / NANOS));
        }
    }
}
