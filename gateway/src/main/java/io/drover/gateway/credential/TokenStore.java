package io.drover.gateway.credential;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Internal tokens by what they were made from. The key is a SHA-256 of credential and environment, so that a dump of this
 * process' memory shows no credential that was only cached.
 *
 * <ul>
 *   <li>Bounded; an entry lives until half a minute before its token expires; a refusal for a second.
 *   <li>Requests that miss the same entry at the same time share one call.
 *   <li>A revocation drops what it concerns, and every call that is under way, because its answer may be older.
 *   <li>While the revocation stream is silent, nothing older than five seconds is used; when it speaks again, everything is
 *       dropped: a revocation may have been missed.
 * </ul>
 */
public final class TokenStore {
    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final Duration REFUSAL_LIFE = Duration.ofSeconds(1);

    /** How old an entry may be while nobody would tell us that it was revoked. */
    static final Duration BLIND_LIFE = Duration.ofSeconds(5);

    private static final Duration KNOWN_LIFE = Duration.ofHours(12);

    private final AsyncCache<String, Held> cache;
    private final Cache<String, Boolean> known;
    private final SignInClient identity;
    private final Clock clock;
    private volatile boolean isInformed;

    private record Held(SignIn answer, Instant made) {}

    public TokenStore(SignInClient identity, Clock clock, int entries) {
        this(identity, clock, entries, Ticker.systemTicker());
    }

    TokenStore(SignInClient identity, Clock clock, int entries, Ticker ticker) {
        this.identity = identity;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(entries)
                .ticker(ticker)
                .expireAfter(Expiry.creating((String key, Held held) -> life(held)))
                .buildAsync();
        this.known = Caffeine.newBuilder()
                .maximumSize(entries)
                .ticker(ticker)
                .expireAfterAccess(KNOWN_LIFE)
                .build();
    }

    /** The session that is held for a credential, without asking anybody; null: ask. */
    public @Nullable Session present(Credential credential, @Nullable String environment) {
        String key = key(credential, environment);
        dropIfBlind(key);
        CompletableFuture<Held> present = cache.getIfPresent(key);
        if (present == null || !present.isDone() || present.isCompletedExceptionally()) {
            return null;
        }
        return present.join().answer() instanceof SignIn.Granted(Session session) ? session : null;
    }

    /** Whether this credential was good lately, for whatever environment; it may not be any more. */
    public boolean wasGood(Credential credential) {
        return known.getIfPresent(key(credential, null)) != null;
    }

    /** @param environment the environment of the request, or null */
    public Mono<SignIn> signIn(Credential credential, @Nullable String environment, String path, String clientIp) {
        return Mono.defer(() -> {
            String key = key(credential, environment);
            dropIfBlind(key);
            CompletableFuture<Held> held = cache.get(
                    key,
                    (_, _) -> identity.signIn(credential, environment, path, clientIp)
                            .map(answer -> new Held(answer, clock.instant()))
                            .toFuture());
            // A client that goes away must not cancel the call that others wait for.
            return Mono.fromFuture(held, true).map(Held::answer).doOnNext(answer -> remember(credential, answer));
        });
    }

    private void remember(Credential credential, SignIn answer) {
        if (answer instanceof SignIn.Granted) {
            known.put(key(credential, null), true);
        }
    }

    /** A line of the revocation stream. */
    Revocation heard(Revocation revocation) {
        if (!isInformed) {
            cache.synchronous().invalidateAll();
            dropUnderWay();
            isInformed = true;
        }
        if (!revocation.isHeartbeat()) {
            dropUnderWay();
            cache.synchronous().asMap().values().removeIf(held -> concerns(revocation, held));
        }
        return revocation;
    }

    /** The revocation stream ended or went silent. */
    void lostTouch() {
        isInformed = false;
    }

    /** How many tokens are held, for the metric. */
    public long size() {
        return cache.synchronous().estimatedSize();
    }

    private void dropUnderWay() {
        cache.asMap().values().removeIf(held -> !held.isDone());
    }

    private void dropIfBlind(String key) {
        CompletableFuture<Held> present = isInformed ? null : cache.getIfPresent(key);
        Held held = present != null && present.isDone() && !present.isCompletedExceptionally() ? present.join() : null;
        if (held != null && held.made().plus(BLIND_LIFE).isBefore(clock.instant())) {
            cache.asMap().remove(key, present);
        }
    }

    private static boolean concerns(Revocation revocation, Held held) {
        return held.answer() instanceof SignIn.Granted(Session session) && revocation.concerns(session);
    }

    private Duration life(Held held) {
        return switch (held.answer()) {
            case SignIn.Refused _ -> REFUSAL_LIFE;
            case SignIn.Granted(Session session) -> {
                Duration left =
                        Duration.between(clock.instant(), session.expiresAt()).minus(EARLY);
                yield left.isNegative() ? Duration.ZERO : left;
            }
        };
    }

    private static String key(Credential credential, @Nullable String environment) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new @Nullable String[] {credential.scheme(), credential.user(), credential.secret(), environment}) {
                byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                // Lengths keep "ab"+"c" and "a"+"bc" apart, and null from the empty text.
                digest.update((part == null ? "-;" : bytes.length + ";").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
