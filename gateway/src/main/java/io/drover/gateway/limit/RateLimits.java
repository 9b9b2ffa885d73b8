package io.drover.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts requests. It is this process that decides, at once; {@link SharedLimitsLoop} takes from its buckets what other gateways
 * let pass meanwhile. Who is counted as whom:
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
    private final List<Buckets> all;

    public RateLimits(Rate account, Rate stranger) {
        this(account, stranger, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(Rate account, Rate stranger, TimeMeter time) {
        this.accounts = new Buckets("account", account, time);
        this.strangers = new Buckets("stranger", stranger, time);
        this.tickets = new Buckets("ticket", account, time);
        this.all = List.of(accounts, strangers, tickets);
    }

    /** From now on somebody asks for {@link #unsaid} again and again. */
    RateLimits shared() {
        all.forEach(kind -> kind.isShared = true);
        return this;
    }

    /** What was let pass since this was asked last, by key; and keys that were held up, to hear whether they still are. */
    List<SharedCount> unsaid() {
        List<SharedCount> unsaid = new ArrayList<>();
        all.forEach(kind -> kind.addUnsaid(unsaid));
        return unsaid;
    }

    /** @param tokens what all gateways together left of the bucket when {@code count} was told; negative: too much passed */
    void heard(SharedCount count, long tokens) {
        all.forEach(kind -> kind.heard(count, tokens));
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

    /** @param unsaid let pass, and not told to other gateways yet */
    private record Counted(Bucket bucket, AtomicLong unsaid) {}

    private static final class Buckets {
        private final String kind;
        private final Rate rate;
        private final TimeMeter time;
        private final Cache<String, Counted> buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(Duration.ofSeconds(Rate.LONGEST_REFILL_SECONDS))
                .build();

        /** Keys that were asked for since the last {@link #addUnsaid}. */
        private final Set<String> touched = ConcurrentHashMap.newKeySet();

        private volatile boolean isShared;

        Buckets(String kind, Rate rate, TimeMeter time) {
            this.kind = kind;
            this.rate = rate;
            this.time = time;
        }

        private Counted counted(String key) {
            return buckets.get(
                    key,
                    _ -> new Counted(
                            Bucket.builder()
                                    .addLimit(limit -> limit.capacity(rate.burst())
                                            .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                                    .withCustomTimePrecision(time)
                                    .build(),
                            new AtomicLong()));
        }

        int take(String key) {
            if (rate.isOff()) {
                return GO;
            }
            Counted counted = counted(key);
            boolean isGoing = counted.bucket().tryConsume(1);
            if (isShared) {
                counted.unsaid().addAndGet(isGoing ? 1 : 0);
                touched.add(key);
            }
            return isGoing ? GO : seconds(counted.bucket());
        }

        int look(String key) {
            return rate.isOff() ? GO : seconds(counted(key).bucket());
        }

        void addUnsaid(List<SharedCount> unsaid) {
            for (String key : touched) {
                touched.remove(key);
                unsaid.add(new SharedCount(
                        kind + ":" + key, rate, counted(key).unsaid().getAndSet(0)));
            }
        }

        /** What passed here since {@code count} was told is not in {@code tokens}. */
        void heard(SharedCount count, long tokens) {
            if (!count.key().startsWith(kind + ":")) {
                return;
            }
            Counted counted = counted(count.key().substring(kind.length() + 1));
            long held = counted.bucket().getAvailableTokens() + counted.unsaid().get();
            if (held > tokens) {
                counted.bucket().consumeIgnoringRateLimits(held - tokens);
            } else if (held < tokens) {
                counted.bucket().addTokens(tokens - held);
            }
        }

        private static int seconds(Bucket bucket) {
            var estimate = bucket.estimateAbilityToConsume(1);
            return estimate.canBeConsumed()
                    ? GO
                    : (int) Math.max(1, Math.ceil(estimate.getNanosToWaitForRefill() / NANOS));
        }
    }
}
