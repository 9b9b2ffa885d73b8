package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who gets in. Three chains, and what none of them names is refused:
 *
 * <ol>
 *   <li>{@code /internal/**}: the suite's secret; but {@code /internal/jwks} is public, it holds public keys.
 *   <li>{@code /actuator/**}: health and metrics, for the secret or from this machine.
 *   <li>the rest: the internal token (issuer and audience {@code drover}, keys of identity-service); then routes with a
 *       {@link RoutePolicy} for its roles, and the resource API, which checks its own table.
 * </ol>
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
public class ApiSecurityConfig {
    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(3);

    @Bean
    InternalSecret internalSecret(Environment environment) {
        return new InternalSecret(environment.getRequiredProperty("drover.internal.secret"));
    }

    @Bean
    @Order(1)
    SecurityWebFilterChain internalChain(ServerHttpSecurity http, InternalSecret secret) {
        return stateless(http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/internal/**")))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.GET, "/internal/jwks")
                        .permitAll()
                        .anyExchange()
                        .access((_, context) -> decide(showsSecret(context.getExchange(), secret))))
                .exceptionHandling(errors -> refuseWith(
                        errors, "this path is for the suite's own services: it needs the header X-Drover-Internal"))
                .build();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain actuatorChain(ServerHttpSecurity http, InternalSecret secret) {
        return stateless(http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/actuator/**")))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.GET, "/actuator/health/**", "/actuator/prometheus")
                        .access((_, context) ->
                                decide(isLocal(context.getExchange()) || showsSecret(context.getExchange(), secret)))
                        .anyExchange()
                        .denyAll())
                .exceptionHandling(errors ->
                        refuseWith(errors, "health and metrics need the header X-Drover-Internal or a local address"))
                .build();
    }

    @Bean
    @Order(3)
    SecurityWebFilterChain apiChain(
            ServerHttpSecurity http,
            ObjectProvider<ReactiveJwtDecoder> decoders,
            ObjectProvider<RoutePolicy> routes,
            ObjectProvider<MeterRegistry> meters,
            Environment environment) {
        ReactiveJwtDecoder decoder =
                decoders.getIfAvailable(() -> decoder(environment, meters.getIfAvailable(SimpleMeterRegistry::new)));
        List<RoutePolicy> rows = routes.stream().toList();
        return stateless(http)
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtDecoder(decoder))
                        .authenticationEntryPoint((_, cause) -> Mono.error(cause)))
                .authorizeExchange(exchanges -> {
                    rows.forEach(row -> exchanges
                            .pathMatchers(HttpMethod.valueOf(row.method()), row.pattern())
                            .access((authentication, _) -> row.isOpen() ? decide(true) : mayCall(authentication, row)));
                    exchanges
                            .pathMatchers("/v2-beta", "/v2-beta/**", "/v1", "/v1/**")
                            .authenticated();
                    exchanges.anyExchange().denyAll();
                })
                .exceptionHandling(errors -> errors.authenticationEntryPoint((_, cause) -> Mono.error(cause))
                        .accessDeniedHandler((_, cause) -> Mono.error(cause)))
                .build();
    }

    private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .anonymous(ServerHttpSecurity.AnonymousSpec::disable);
    }

    private static void refuseWith(ServerHttpSecurity.ExceptionHandlingSpec errors, String sentence) {
        errors.authenticationEntryPoint((_, _) -> Mono.error(new ApiException.Unauthorized(sentence)))
                .accessDeniedHandler((_, _) -> Mono.error(new ApiException.Forbidden(sentence)));
    }

    private static Mono<AuthorizationResult> decide(boolean isGranted) {
        return Mono.just(new AuthorizationDecision(isGranted));
    }

    private static Mono<AuthorizationResult> mayCall(Mono<Authentication> authentication, RoutePolicy row) {
        return authentication
                .ofType(JwtAuthenticationToken.class)
                .map(token -> CallerReader.read(token.getToken().getClaims()))
                .flatMap(caller -> row.refusal(caller)
                        .<Mono<AuthorizationResult>>map(sentence -> Mono.error(new ApiException.Forbidden(sentence)))
                        .orElseGet(() -> decide(true)));
    }

    private static boolean showsSecret(ServerWebExchange exchange, InternalSecret secret) {
        return secret.matches(exchange.getRequest().getHeaders().getFirst(InternalClients.SECRET_HEADER));
    }

    private static boolean isLocal(ServerWebExchange exchange) {
        InetSocketAddress peer = exchange.getRequest().getRemoteAddress();
        return peer != null && peer.getAddress() != null && peer.getAddress().isLoopbackAddress();
    }

    private static ReactiveJwtDecoder decoder(Environment environment, MeterRegistry meters) {
        String identity = environment.getRequiredProperty("drover.services.identity-url");
        Guarded guarded = new Guarded(CallPolicy.request("identity-service (keys)", KEYS_TIMEOUT, 8), meters);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSetUri(identity + "/internal/jwks")
                .webClient(WebClient.builder()
                        .filter((request, next) ->
                                guarded.mono(next.exchange(request).flatMap(ApiSecurityConfig::answered)))
                        .build())
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer("drover"),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains("drover"))));
        return decoder;
    }

    private static Mono<ClientResponse> answered(ClientResponse answer) {
        return answer.statusCode().isError() ? answer.createError() : Mono.just(answer);
    }
}
