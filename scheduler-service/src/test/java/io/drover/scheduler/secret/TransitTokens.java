package io.drover.scheduler.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Vault's tokens: each ends, is prolonged by its own time when it is renewed, and never beyond its maximum. */
final class TransitTokens {
    private final Clock clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    TransitTokens(Clock clock) {
        this.clock = clock;
    }

    /** @param life of each renewal; null: a root token
     *  @param latest it is not prolonged beyond that */
    private record Token(@Nullable Duration life, Instant end, Instant latest, boolean isRenewable) {}

    void root(String token) {
        tokens.put(token, new Token(null, Instant.MAX, Instant.MAX, false));
    }

    void grant(String token, Duration life, Duration maximum) {
        Instant now = clock.instant();
        tokens.put(token, new Token(life, now.plus(life), now.plus(maximum), true));
    }

    void grantForOnce(String token, Duration life) {
        Instant end = clock.instant().plus(life);
        tokens.put(token, new Token(life, end, end, false));
    }

    void revoke(String token) {
        tokens.remove(token);
    }

    boolean isAlive(@Nullable String token) {
        Token known = token == null ? null : tokens.get(token);
        return known != null && clock.instant().isBefore(known.end);
    }

    /** The answer's {@code auth}. */
    Map<String, Object> renewed(String token) throws TransitServer.Refusal {
        Token known = Objects.requireNonNull(tokens.get(token));
        if (known.life == null || !known.isRenewable) {
            throw new TransitServer.Refusal(400, "lease is not renewable");
        }
        Instant now = clock.instant();
        Instant wanted = now.plus(known.life);
        Instant end = wanted.isBefore(known.latest) ? wanted : known.latest;
        tokens.put(token, new Token(known.life, end, known.latest, true));
        return Map.of(
                "client_token",
                token,
                "accessor",
                "8609694a",
                "policies",
                List.of("default", "drover"),
                "token_policies",
                List.of("default", "drover"),
                "metadata",
                Map.of(),
                "lease_duration",
                Duration.between(now, end).toSeconds(),
                "renewable",
                true,
                "token_type",
                "service");
    }

    /** The answer's {@code data}. */
    Map<String, @Nullable Object> described(String token) {
        Token known = Objects.requireNonNull(tokens.get(token));
        boolean ends = known.life != null;
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("id", token);
        data.put("accessor", "8609694a");
        data.put("renewable", known.isRenewable);
        data.put("ttl", ends ? Duration.between(clock.instant(), known.end).toSeconds() : 0);
        data.put("expire_time", ends ? known.end.toString() : null);
        return data;
    }
}
