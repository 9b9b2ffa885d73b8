package io.drover.api.web;

import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditReportLoop;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.security.RoutePolicy;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The toy service as a running application; its tokens are the claims themselves, in Base64. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
@Import(ApiConfig.class)
class ToyApplication {
    static final String SECRET = "a long enough secret of the suite";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Bean
    Clock clock() {
        return Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
    }

    /** What was reported for the audit log. */
    static final class Reported {
        final LinkedBlockingQueue<AuditEvent> events = new LinkedBlockingQueue<>();
    }

    @Bean
    Reported reported() {
        return new Reported();
    }

    @Bean
    AuditReportLoop.Delivery delivery(Reported reported) {
        return events -> Mono.fromRunnable(() -> reported.events.addAll(events));
    }

    @Bean
    Subscriptions subscriptions(Clock clock) {
        return new Subscriptions(new LoopRuntime(Schedulers.parallel(), clock, new SimpleMeterRegistry()));
    }

    @Bean
    Ids ids() {
        return () -> new UUID(0, 1);
    }

    @Bean
    Crates.CrateHandler crates() {
        return new Crates.CrateHandler();
    }

    @Bean
    Crates.DepotHandler depots(Crates.CrateHandler crates) {
        return new Crates.DepotHandler(crates);
    }

    @Bean
    EmbeddedTypes embedded() {
        return Crates.EMBEDDED;
    }

    @Bean
    RoutePolicy clockPolicy() {
        return new RoutePolicy("GET", "/v2-beta/clock", Set.of(Role.OWNER));
    }

    @Bean
    RoutePolicy greetingPolicy() {
        return RoutePolicy.open("GET", "/v2-beta/greeting");
    }

    /** Off where a test wants real signatures. */
    @Bean
    @ConditionalOnProperty(name = "toy.plain-tokens", matchIfMissing = true)
    ReactiveJwtDecoder decoder() {
        return token -> Mono.fromCallable(() -> decode(token));
    }

    private static Jwt decode(String token) {
        try {
            Map<String, Object> claims = JSON.readValue(
                    Base64.getUrlDecoder().decode(token),
                    JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
            return Jwt.withTokenValue(token)
                    .header("alg", "none")
                    .claims(all -> all.putAll(claims))
                    .build();
        } catch (RuntimeException malformed) {
            throw new BadJwtException("malformed", malformed);
        }
    }

    static String token(Map<String, Object> claims) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(claims));
    }

    /** Routes beside the resource API: one with a policy row, two without. */
    @RestController
    static class Others {
        @GetMapping("/v2-beta/clock")
        Mono<String> clock() {
            return Mono.just("noon");
        }

        @GetMapping("/v2-beta/greeting")
        Mono<String> greeting() {
            return Mono.just("hello");
        }

        @GetMapping("/v2-beta/backdoor")
        Mono<String> backdoor() {
            return Mono.just("open");
        }

        @GetMapping("/debug")
        Mono<String> debug() {
            return Mono.just("open");
        }

        @GetMapping("/internal/hosts")
        Mono<String> internal() {
            return Mono.just("hosts");
        }
    }
}
