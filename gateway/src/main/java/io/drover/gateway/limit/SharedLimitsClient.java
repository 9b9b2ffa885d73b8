package io.drover.gateway.limit;

import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The buckets that all gateways share, in Redis (7 or newer). A bucket is a hash of {@code tokens} and the time they were counted
 * at, by Redis' own clock, and is gone when it would be full again. Its key begins with {@code drover:limit:}.
 */
public final class SharedLimitsClient {
    /** No request waits for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Takes and answers what is left. It may be less than nothing, because others were let pass before they were counted. */
    private static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local rate, burst, spent = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
            local tokens = burst
            if held[1] then
              tokens = math.min(burst, held[1] + math.max(0, now - held[2]) * rate / 1000000)
            end
            tokens = math.max(-burst, tokens - spent)
            if spent > 0 then
              redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.0f', now))
              redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) * 1000 / rate) + 1000)
            end
            return math.floor(tokens)
            """;

    private final RedisClient redis;
    private final Guarded guarded;
    private final Mono<StatefulRedisConnection<String, String>> connection;

    /** @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} with TLS; it is never printed */
    public SharedLimitsClient(String url, MeterRegistry meters) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(TIMEOUT);
        this.redis = RedisClient.create();
        redis.setOptions(ClientOptions.builder()
                // Whoever asks next connects anew: a connection that also came back by itself would be one more.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        this.guarded = new Guarded(
                CallPolicy.request("redis", TIMEOUT, 4),
                meters,
                error -> error instanceof RedisException || error instanceof IOException);
        this.connection = Mono.fromCompletionStage(() -> redis.connectAsync(StringCodec.UTF8, uri))
                .cacheInvalidateIf(open -> !open.isOpen());
    }

    /** A key and what is left of its bucket after everybody's requests. */
    record Left(SharedCount of, long tokens) {}

    /** All of them, or an error: then some may have been counted. */
    Mono<List<Left>> take(List<SharedCount> counts) {
        return guarded.mono(connection.flatMap(open -> Flux.fromIterable(counts)
                .flatMapSequential(count -> take(open, count))
                .collectList()));
    }

    private static Mono<Left> take(StatefulRedisConnection<String, String> open, SharedCount count) {
        return open.reactive()
                .<Long>eval(
                        TAKE,
                        ScriptOutputType.INTEGER,
                        new String[] {"drover:limit:" + count.key()},
                        Integer.toString(count.rate().perSecond()),
                        Integer.toString(count.rate().burst()),
                        Long.toString(count.spent()))
                .next()
                .map(tokens -> new Left(count, tokens));
    }

    /** When the gateway stops. */
    public void close() {
        redis.shutdownAsync();
    }
}
