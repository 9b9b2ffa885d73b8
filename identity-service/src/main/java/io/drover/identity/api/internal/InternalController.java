package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditEvent;
import io.drover.identity.IdentityProperties;
import io.drover.identity.api.RegisterHandler;
import io.drover.identity.api.internal.InternalMessages.TicketAnswer;
import io.drover.identity.api.internal.InternalMessages.TicketRequest;
import io.drover.identity.api.internal.InternalMessages.TokenAnswer;
import io.drover.identity.api.internal.InternalMessages.TokenRequest;
import io.drover.identity.signin.Presented;
import io.drover.identity.store.RevocationStream;
import io.drover.identity.token.Revocation;
import io.drover.identity.token.TokenClaims;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The internal endpoints. The security chain has checked the suite's secret before. */
@RestController
public final class InternalController {
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);
    private static final Set<String> PURPOSES = Set.of("logs", "exec", "stats");

    private final AuthenticationHandler authentication;
    private final EnvironmentHandler environments;
    private final TokenSigner signer;
    private final RevocationStream revocations;
    private final AuditIntakeHandler audit;
    private final RegisterHandler agents;
    private final Lives lives;

    /** Settings and sources of what tokens are made of. */
    public record Lives(IdentityProperties settings, Clock clock, Ids ids) {}

    public InternalController(
            AuthenticationHandler authentication,
            EnvironmentHandler environments,
            TokenSigner signer,
            RevocationStream revocations,
            AuditIntakeHandler audit,
            RegisterHandler agents,
            Lives lives) {
        this.authentication = authentication;
        this.environments = environments;
        this.signer = signer;
        this.revocations = revocations;
        this.audit = audit;
        this.agents = agents;
        this.lives = lives;
    }

    /** Who is behind a credential, as a signed token. */
    @PostMapping("/internal/token")
    Mono<TokenAnswer> token(@RequestBody TokenRequest request) {
        Presented presented =
                Presented.read(request.scheme() == null ? "none" : request.scheme(), request.user(), request.secret());
        String address = request.clientIp() == null ? "" : request.clientIp();
        return authentication
                .authenticate(presented, address)
                .flatMap(caller -> environments
                        .enter(caller, request.environment())
                        .map(claims -> signed(claims, caller.until())));
    }

    /** @param until when the credential ends, which no token of it outlives; null: not by itself */
    private TokenAnswer signed(TokenClaims claims, @Nullable Instant until) {
        Instant now = lives.clock().instant();
        Duration usual = lives.settings().tokenLife();
        Duration life = until == null || now.plus(usual).isBefore(until) ? usual : Duration.between(now, until);
        String token = signer.sign(
                TokenSigner.SUITE, claims.account().toString(), lives.ids().uuid(), claims.asMap(), now, life);
        var environment = claims.environment();
        return new TokenAnswer(
                token,
                now.plus(life),
                claims.account().toString(),
                claims.kind().wire(),
                claims.name(),
                environment == null ? null : environment.id().toString(),
                claims.role().wire(),
                claims.credential());
    }

    /** What to forget, from now on. */
    @GetMapping(path = "/internal/revocations", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Revocation> revocations() {
        Flux<Revocation> alive =
                Flux.interval(Duration.ZERO, ALIVE_EVERY).onBackpressureDrop().map(_ -> Revocation.ALIVE);
        return Flux.merge(revocations.follow(), alive);
    }

    /** Public keys of all tokens. */
    @GetMapping(path = "/internal/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Map<String, Object>> keys() {
        return Mono.fromSupplier(() -> signer.publicKeys().toJSONObject());
    }

    /** A permission for one stream. */
    @PostMapping("/internal/tickets")
    Mono<TicketAnswer> ticket(@RequestBody TicketRequest request) {
        String purpose = request.purpose();
        if (purpose == null || !PURPOSES.contains(purpose)) {
            return Mono.error(new ApiException.BadRequest(
                    "InvalidFormat", "a ticket's purpose is logs, exec or stats, not '" + purpose + "'"));
        }
        Map<String, Object> claims = new LinkedHashMap<>(request.claims() == null ? Map.of() : request.claims());
        claims.put("purpose", purpose);
        if (request.environment() != null) {
            claims.put("environment", request.environment());
            claims.put("env", request.environment());
        }
        String account = request.account() == null ? "" : request.account();
        return Mono.fromSupplier(() -> new TicketAnswer(signer.sign(
                TokenSigner.STREAM,
                account,
                lives.ids().uuid(),
                claims,
                lives.clock().instant(),
                lives.settings().ticketLife())));
    }

    /** What the gateway and the other parts saw. */
    @PostMapping("/internal/audit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> audit(@RequestBody List<AuditEvent> events) {
        return audit.take(events);
    }

    /** The agent's host was removed: its key stops working. */
    @DeleteMapping("/internal/agents/{agent}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> removeAgent(@PathVariable long agent) {
        return agents.removeAgent(agent);
    }
}
