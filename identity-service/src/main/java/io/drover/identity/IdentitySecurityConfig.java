package io.drover.identity;

import io.drover.api.security.RoutePolicy;
import io.drover.identity.api.TokenController;
import io.drover.identity.token.TokenSigner;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What this service adds to the platform's chains: it verifies internal tokens with its own keys instead of asking itself over
 * HTTP, and it lets callers reach the sign-in before they have a token.
 */
@Configuration(proxyBeanMethods = false)
class IdentitySecurityConfig {
    @Bean
    ReactiveJwtDecoder jwtDecoder(TokenSigner signer) {
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(
                        _ -> Flux.fromIterable(signer.publicKeys().getKeys()))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(TokenSigner.ISSUER),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(TokenSigner.SUITE))));
        return decoder;
    }

    /** GET and POST of the sign-in only; an internal token is read if there is one. */
    @Bean
    @Order(0)
    SecurityWebFilterChain signInChain(ServerHttpSecurity http, ReactiveJwtDecoder decoder) {
        return http.securityMatcher(new OrServerWebExchangeMatcher(
                        ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, TokenController.PATH),
                        ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, TokenController.PATH)))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtDecoder(decoder))
                        .authenticationEntryPoint((_, cause) -> Mono.error(cause)))
                .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }

    @Bean
    RoutePolicy signInPost() {
        return everybody("POST", TokenController.PATH);
    }

    @Bean
    RoutePolicy signInGet() {
        return everybody("GET", TokenController.PATH);
    }

    @Bean
    RoutePolicy signOut() {
        return everybody("DELETE", TokenController.PATH);
    }

    @Bean
    RoutePolicy signOutOfOne() {
        return everybody("DELETE", TokenController.PATH_OF_ONE);
    }

    private static RoutePolicy everybody(String method, String pattern) {
        return new RoutePolicy(method, pattern, Set.of(Role.values()));
    }
}
