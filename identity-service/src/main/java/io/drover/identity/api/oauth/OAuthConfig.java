package io.drover.identity.api.oauth;

import io.drover.api.security.RoutePolicy;
import io.drover.identity.FirstPassword;
import io.drover.identity.IdentityProperties;
import io.drover.identity.api.SessionHandler;
import io.drover.identity.api.internal.AuthenticationHandler;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.secret.KeyText;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.OAuthClientStore;
import io.drover.identity.store.OAuthGrantStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.Ids;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Wires OAuth2 in the reactive context. The servlet context's own wiring is {@link OAuthServletConfig}. */
@Configuration(proxyBeanMethods = false)
public class OAuthConfig {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 200;

    @Bean
    OAuthClientStore oauthClientStore(DatabaseClient database) {
        return new OAuthClientStore(database);
    }

    @Bean
    OAuthTokenStore oauthTokenStore(DatabaseClient database) {
        return new OAuthTokenStore(database);
    }

    @Bean
    AuthenticationHandler.Bearers bearers(AuthTokenStore sessions, OAuthTokenStore grants) {
        return new AuthenticationHandler.Bearers(sessions, grants);
    }

    @Bean
    OAuthRecordHandler oauthRecordHandler(AuditStore audit, Clock clock) {
        return new OAuthRecordHandler(audit, clock);
    }

    @Bean
    OAuthGrantHandler oauthGrantHandler(
            DatabaseClient database,
            OAuthTokenStore tokens,
            ChangeStore changes,
            OAuthRecordHandler records,
            Clock clock) {
        OAuthGrantStore grants =
                new OAuthGrantStore(database, JsonMapper.builder().build());
        return new OAuthGrantHandler(grants, tokens, changes, records, clock);
    }

    @Bean
    OAuthParts oauthParts(
            OAuthClientStore registered,
            CredentialStore credentials,
            ConsentClient.Known known,
            OAuthGrantHandler grants,
            SignInClient signIns,
            OAuthRecordHandler records,
            Sources sources) {
        OAuthLives lives = new OAuthLives(
                sources.settings().oauth().accessLife(),
                sources.settings().oauth().refreshLife());
        OAuthClientRepository clients =
                new OAuthClientRepository(registered, credentials, known.accounts(), lives, sources.clock());
        return new OAuthParts(
                clients,
                new OAuthGrantRepository(grants, clients, credentials),
                new ConsentClient(grants, clients, known),
                signIns,
                records,
                sources.clock());
    }

    @Bean
    ConsentClient.Known consentNames(AccountStore accounts, ProjectStore environments, MemberStore members) {
        return new ConsentClient.Known(accounts, environments, members);
    }

    /** What everything here is made with. */
    record Sources(IdentityProperties settings, Clock clock) {}

    @Bean
    Sources oauthSources(IdentityProperties settings, Clock clock) {
        return new Sources(settings, clock);
    }

    @Bean
    SignInClient oauthSignIns(
            SessionHandler sessions, AccountStore accounts, FirstPassword firstPassword, ProviderHandler providers) {
        return new SignInClient(sessions, accounts, firstPassword, providers);
    }

    /** The secret between the two contexts: of this process, and nobody else's. */
    record Pass(String secret) {
        @Override
        public String toString() {
            return "Pass";
        }
    }

    @Bean
    Pass oauthPass(RandomGenerator random) {
        return new Pass(KeyText.secretKey(random));
    }

    @Bean(destroyMethod = "close")
    OAuthServer oauthServer(OAuthParts parts, Pass pass, IdentityProperties settings, LiveSettings live) {
        return new OAuthServer(parts, pass.secret(), issuer(settings, live));
    }

    private static Supplier<String> issuer(IdentityProperties settings, LiveSettings live) {
        String set = settings.oauth().issuer();
        if (set != null && !set.isBlank()) {
            return () -> withoutSlash(set);
        }
        return () -> withoutSlash(live.text(SettingName.API_HOST, ""));
    }

    private static String withoutSlash(String address) {
        String text = address.strip();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Bean
    OAuthController oauthController(OAuthServer server, Pass pass, MeterRegistry meters) {
        Guarded guarded = new Guarded(CallPolicy.request("identity-service (oauth)", TIMEOUT, AT_ONCE), meters);
        return new OAuthController(
                server,
                new OAuthController.Hop(WebClient.create(), pass.secret(), guarded, Schedulers.boundedElastic()));
    }

    @Bean
    OAuthClientHandler oauthClientHandler(
            OAuthClientStore clients,
            OAuthTokenStore tokens,
            AccountStore accounts,
            ChangeStore changes,
            Ids ids,
            RandomGenerator random,
            Clock clock) {
        return new OAuthClientHandler(
                clients, tokens, accounts, changes, new OAuthClientHandler.Sources(ids, random, clock));
    }

    @Bean
    OAuthTokenHandler oauthTokenHandler(OAuthTokenStore tokens, ChangeStore changes, Clock clock) {
        return new OAuthTokenHandler(tokens, changes, clock);
    }

    /** Nothing of these requests is this context's to check; the servlet context does. */
    @Bean
    @Order(0)
    SecurityWebFilterChain oauthChain(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/oauth2/**", OAuthController.DISCOVERY))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }

    @Bean
    RoutePolicy oauthAuthorize() {
        return RoutePolicy.open("GET", "/oauth2/authorize");
    }

    @Bean
    RoutePolicy oauthSignInPage() {
        return RoutePolicy.open("GET", "/oauth2/sign-in");
    }

    @Bean
    RoutePolicy oauthConsentPage() {
        return RoutePolicy.open("GET", "/oauth2/consent");
    }

    @Bean
    RoutePolicy oauthStyle() {
        return RoutePolicy.open("GET", "/oauth2/style.css");
    }

    @Bean
    RoutePolicy oauthDiscovery() {
        return RoutePolicy.open("GET", OAuthController.DISCOVERY);
    }

    @Bean
    RoutePolicy oauthConsent() {
        return RoutePolicy.open("POST", "/oauth2/authorize");
    }

    @Bean
    RoutePolicy oauthSignIn() {
        return RoutePolicy.open("POST", "/oauth2/sign-in");
    }

    @Bean
    RoutePolicy oauthToken() {
        return RoutePolicy.open("POST", "/oauth2/token");
    }

    @Bean
    RoutePolicy oauthRevoke() {
        return RoutePolicy.open("POST", "/oauth2/revoke");
    }

    @Bean
    RoutePolicy oauthIntrospect() {
        return RoutePolicy.open("POST", "/oauth2/introspect");
    }
}
