package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Two gateways and a real Redis: one limit for both, and each alone when Redis is away. */
class SharedLimitsIT {
    private static final int BURST = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Redis redis;
    private static FakeParts parts;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    @BeforeAll
    static void start() {
        redis = Redis.running();
        parts = new FakeParts();
        for (int person = 1; person <= 3; person++) {
            parts.secrets.put("person" + person, "1a10" + person);
        }
        one = gateway();
        other = gateway();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        parts.close();
        redis.close();
    }

    private static ConfigurableApplicationContext gateway() {
        return GatewayApplication.builder()
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=" + FakeParts.SECRET,
                        "--drover.services.identity-url=" + parts.url("identity"),
                        "--drover.services.scheduler-url=" + parts.url("scheduler"),
                        "--drover.services.proxy-url=" + parts.url("proxy"),
                        "--drover.gateway.limits.account-per-second=1",
                        "--drover.gateway.limits.account-burst=" + BURST,
                        "--drover.redis.url=" + redis.url());
    }

    private static int ask(ConfigurableApplicationContext gateway, String person) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                .getPort();
        String basic = Base64.getEncoder().encodeToString(("x-api-bearer:" + person).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2-beta/stacks"))
                .header("Authorization", "Basic " + basic)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double shared(ConfigurableApplicationContext gateway) {
        return gateway.getBean(MeterRegistry.class)
                .get("drover.gateway.limits.shared")
                .gauge()
                .value();
    }

    /** Asks until it is held up. */
    private static void exhaust(ConfigurableApplicationContext gateway, String person) {
        await().atMost(PATIENCE).until(() -> ask(gateway, person) == 429);
    }

    @Test
    void whatOneLetPassTheOtherDoesNotAndWithoutRedisNobodyWaits() {
        exhaust(one, "person1");
        // The other gateway has its whole burst left, and hears within a moment that there is nothing.
        AtomicInteger passed = new AtomicInteger();
        await().atMost(PATIENCE).until(() -> {
            int status = ask(other, "person1");
            passed.addAndGet(status == 200 ? 1 : 0);
            return status == 429;
        });
        assertThat(passed.get()).as("let pass by the other gateway").isLessThan(BURST / 2);
        assertThat(ask(other, "person2")).as("somebody else").isEqualTo(200);

        redis.stop();
        await().atMost(PATIENCE).until(() -> {
            ask(one, "person2");
            return shared(one) == 0;
        });
        exhaust(one, "person3");
        assertThat(ask(other, "person3")).as("each counts alone").isEqualTo(200);

        redis.startAgain();
        await().atMost(PATIENCE).until(() -> {
            ask(one, "person2");
            return shared(one) == 1;
        });
        await().atMost(PATIENCE).until(() -> {
            ask(other, "person2");
            return shared(other) == 1;
        });
        await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> redis.clients() == 2);
    }
}
