package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationConsentAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * The servlet context: Spring Authorization Server, with what this suite takes away from it. There are three grants (codes, client
 * credentials, refreshing) and three ways for a client to say who it is (a secret by Basic or in the form, or none); no signed client
 * assertions, no client certificates, no device codes, no token exchange, no OpenID Connect.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class OAuthServletConfig {
    private static final String CSRF_COOKIE = "drover-oauth-csrf";
    private static final int REFRESH_BYTES = 96;

    @Bean
    SecurityFilterChain oauth(HttpSecurity http, OAuthParts parts) {
        AuthorizationAnswers answers = new AuthorizationAnswers(parts.clients());
        return http.oauth2AuthorizationServer(server -> protocol(server, parts, answers))
                .securityContext(context -> context.securityContextRepository(new SignedInContext(parts.signIns())))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie()))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(OAuthServletConfig::signIn))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(PageServlet.SIGN_IN, PageServlet.CONSENT, OAuthPages.STYLE)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .build();
    }

    /** People are sent to the page, and come back with the query they had; clients hear 401. */
    private static void signIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause) {
        if (request.getMethod().equals("GET") && request.getRequestURI().equals(PageServlet.AUTHORIZE)) {
            String query = request.getQueryString();
            Pages.redirect(response, PageServlet.SIGN_IN + (query == null ? "" : "?" + query));
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }

    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository cookie = new CookieCsrfTokenRepository();
        cookie.setCookieName(CSRF_COOKIE);
        cookie.setCookiePath("/oauth2");
        cookie.setCookieCustomizer(made -> made.httpOnly(true).sameSite("Lax"));
        return cookie;
    }

    private static void protocol(
            OAuth2AuthorizationServerConfigurer server, OAuthParts parts, AuthorizationAnswers answers) {
        PublicClients publicClients = new PublicClients(parts.clients());
        ScopeRules scopes = new ScopeRules(parts.clients());
        server.registeredClientRepository(parts.clients())
                .authorizationService(parts.grants())
                .authorizationConsentService(new AlwaysAsked())
                .authorizationServerSettings(
                        AuthorizationServerSettings.builder().build())
                .tokenGenerator(tokens(parts.clock()))
                .clientAuthentication(clients -> clients.authenticationConverters(converters -> {
                            converters.clear();
                            converters.addAll(List.of(
                                    new ClientSecretBasicAuthenticationConverter(),
                                    new ClientSecretPostAuthenticationConverter(),
                                    publicClients,
                                    new PublicClientAuthenticationConverter()));
                        })
                        .authenticationProvider(publicClients)
                        .errorResponseHandler(new ClientRefusalHandler(parts.records())))
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestConverters(converters -> {
                            converters.clear();
                            converters.add(scopes::asked);
                            converters.add(new OAuth2AuthorizationConsentAuthenticationConverter());
                        })
                        .authenticationProviders(OAuthServletConfig::ourRules)
                        .authorizationResponseHandler(answers::granted)
                        .errorResponseHandler(answers::refused)
                        .consentPage(PageServlet.CONSENT))
                .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverters(converters -> {
                            converters.clear();
                            converters.addAll(List.of(
                                    new OAuth2AuthorizationCodeAuthenticationConverter(),
                                    new OAuth2RefreshTokenAuthenticationConverter(),
                                    new OAuth2ClientCredentialsAuthenticationConverter()));
                        })
                        .authenticationProviders(OAuthServletConfig::ourRules))
                .tokenIntrospectionEndpoint(endpoint ->
                        endpoint.authenticationProviders(providers -> providers.replaceAll(OwnTokensOnly::new)))
                .authorizationServerMetadataEndpoint(
                        endpoint -> endpoint.authorizationServerMetadataCustomizer(OAuthServletConfig::describe));
    }

    private static void ourRules(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            switch (provider) {
                case OAuth2AuthorizationCodeRequestAuthenticationProvider asked -> {
                    asked.setAuthenticationValidator(
                            OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR
                                    .andThen(ScopeRules::require));
                    asked.setAuthorizationConsentRequired(_ -> true);
                }
                case OAuth2AuthorizationConsentAuthenticationProvider consent ->
                    consent.setAuthorizationConsentCustomizer(ScopeRules::consented);
                case OAuth2ClientCredentialsAuthenticationProvider machine ->
                    machine.setAuthenticationValidator(ScopeRules::require);
                default -> {}
            }
        }
    }

    private static OAuth2TokenGenerator<OAuth2Token> tokens(Clock clock) {
        OAuth2AccessTokenGenerator access = new OAuth2AccessTokenGenerator();
        access.setAccessTokenCustomizer(ScopeRules::unchanged);
        Base64StringKeyGenerator random =
                new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), REFRESH_BYTES);
        return new DelegatingOAuth2TokenGenerator(access, context -> refreshToken(context, random, clock.instant()));
    }

    /** The framework's own generator leaves public clients out; ours rotate theirs, which is what RFC 9700 asks of them (2.2.2). */
    private static @Nullable OAuth2RefreshToken refreshToken(
            OAuth2TokenContext context, Base64StringKeyGenerator random, Instant now) {
        return OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())
                ? new OAuth2RefreshToken(
                        random.generateKey(),
                        now,
                        now.plus(
                                context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive()))
                : null;
    }

    /** The discovery document says what there is, and no more. */
    private static void describe(OAuth2AuthorizationServerMetadata.Builder document) {
        List<String> secrets = List.of(
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
                ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue());
        List<String> all = List.of(secrets.getFirst(), secrets.getLast(), ClientAuthenticationMethod.NONE.getValue());
        document.claims(claims -> {
            claims.keySet()
                    .removeAll(List.of(
                            "jwks_uri",
                            "device_authorization_endpoint",
                            "pushed_authorization_request_endpoint",
                            "tls_client_certificate_bound_access_tokens",
                            "dpop_signing_alg_values_supported"));
            claims.put("token_endpoint_auth_methods_supported", all);
            claims.put("revocation_endpoint_auth_methods_supported", all);
            claims.put("introspection_endpoint_auth_methods_supported", secrets);
            claims.put(
                    "grant_types_supported",
                    List.of(
                            AuthorizationGrantType.AUTHORIZATION_CODE.getValue(),
                            AuthorizationGrantType.CLIENT_CREDENTIALS.getValue(),
                            AuthorizationGrantType.REFRESH_TOKEN.getValue()));
            claims.put("authorization_response_iss_parameter_supported", true);
        });
    }

    @Bean
    PasswordEncoder clientSecrets() {
        return new ClientSecrets();
    }

    /** Consent is not remembered: a client without a secret can be anybody, and a grant lasts longer than a memory of one. */
    private static final class AlwaysAsked implements OAuth2AuthorizationConsentService {
        @Override
        public void save(OAuth2AuthorizationConsent consent) {}

        @Override
        public void remove(OAuth2AuthorizationConsent consent) {}

        @Override
        public @Nullable OAuth2AuthorizationConsent findById(String client, String principal) {
            return null;
        }
    }
}
