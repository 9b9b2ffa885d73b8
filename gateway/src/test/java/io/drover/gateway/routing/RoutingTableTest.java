package io.drover.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTableTest {
    record Case(
            String path,
            @Nullable Target target,
            String upstream,
            @Nullable String environment) {
        @Override
        public String toString() {
            return path;
        }
    }

    private static Case to(Target target, String path) {
        return new Case(path, target, path, null);
    }

    private static Case nowhere(String path) {
        return new Case(path, null, "", null);
    }

    static final List<Case> CASES = List.of(
            new Case("/", Target.VERSIONS, "/", null),
            new Case("", Target.VERSIONS, "/", null),
            to(Target.PING, "/ping"),
            nowhere("/ping/x"),
            nowhere("/pong"),
            nowhere("/internal/token"),
            nowhere("/internal/types"),
            nowhere("/v3/stacks"),
            nowhere("/v1-auth/token"),
            nowhere("/v1-auth"),
            nowhere("/v1-auth/config/1"),
            to(Target.OAUTH, "/oauth2/authorize"),
            to(Target.OAUTH, "/oauth2/token"),
            to(Target.OAUTH, "/oauth2/sign-in"),
            to(Target.OAUTH, "/.well-known/oauth-authorization-server"),
            nowhere("/oauth2"),
            nowhere("/oauth2/jwks"),
            nowhere("/oauth2/token/x"),
            nowhere("/.well-known/openid-configuration"),
            to(Target.IDENTITY, "/v2-beta/oauthclients"),
            to(Target.IDENTITY, "/v2-beta/oauthTokens/1ot7"),
            to(Target.IDENTITY, "/v1-auth/config"),
            to(Target.IDENTITY, "/v1-auth/testlogin"),
            to(Target.IDENTITY, "/v1-auth/signin"),
            to(Target.IDENTITY, "/v1-auth/callback"),
            to(Target.IDENTITY, "/v2-beta/oidcconfig"),
            to(Target.IDENTITY, "/v2-beta/githubconfigs"),
            to(Target.IDENTITY, "/v2-beta/openldapconfig"),
            to(Target.IDENTITY, "/v2-beta/secondFactors"),
            to(Target.IDENTITY, "/v2-beta/userpreferences/1up1"),
            to(Target.IDENTITY, "/v2-beta/projectroles/1pr3"),
            to(Target.ACTUATOR, "/actuator/prometheus"),
            to(Target.MERGED, "/v2-beta"),
            new Case("/v2-beta/", Target.MERGED, "/v2-beta", null),
            to(Target.MERGED, "/v2-beta/schemas"),
            to(Target.MERGED, "/v2-beta/schemas/stack"),
            to(Target.MERGED, "/v1/schemas"),
            new Case("/v2-beta/projects/1a5/schemas", Target.MERGED, "/v2-beta/schemas", "1a5"),
            to(Target.IDENTITY, "/v2-beta/account"),
            to(Target.IDENTITY, "/v2-beta/accounts/1a1"),
            to(Target.IDENTITY, "/v2-beta/apikeys"),
            to(Target.IDENTITY, "/v2-beta/apiKeys/1c1"),
            to(Target.IDENTITY, "/v2-beta/auditlogs"),
            to(Target.IDENTITY, "/v2-beta/credentials"),
            to(Target.IDENTITY, "/v2-beta/identities"),
            to(Target.IDENTITY, "/v2-beta/passwords"),
            to(Target.IDENTITY, "/v2-beta/register"),
            to(Target.IDENTITY, "/v2-beta/registrationTokens"),
            to(Target.IDENTITY, "/v2-beta/settings/api.host"),
            to(Target.IDENTITY, "/v2-beta/token"),
            to(Target.IDENTITY, "/v1/tokens/current"),
            to(Target.IDENTITY, "/v2-beta/projects"),
            to(Target.IDENTITY, "/v2-beta/project/1a5"),
            to(Target.IDENTITY, "/v2-beta/projects/1a5/projectMembers"),
            to(Target.IDENTITY, "/v2-beta/projectmembers"),
            new Case("/v2-beta/projects/1a5/apikeys", Target.IDENTITY, "/v2-beta/apikeys", "1a5"),
            new Case("/v2-beta/projects/1a5/hosts/1h1", Target.SCHEDULER, "/v2-beta/hosts/1h1", "1a5"),
            new Case("/v2-beta/projects/1a5/projects/1a5", Target.IDENTITY, "/v2-beta/projects/1a5", "1a5"),
            new Case("/v2-beta/projects/1a5/projects/1a5/stacks", Target.SCHEDULER, "/v2-beta/stacks", "1a5"),
            new Case("/v2-beta/projects/1a5/projects/1a6/stacks", Target.SCHEDULER, "/v2-beta/stacks", "1a6"),
            // The command line asks whether 'shop/web' is an environment.
            new Case("/v2-beta/projects/1a5/projects/shop/web", Target.IDENTITY, "/v2-beta/projects/shop/web", "1a5"),
            new Case("/v2-beta/projects/1a5/projects/1a6", Target.IDENTITY, "/v2-beta/projects/1a6", "1a5"),
            new Case(
                    "/v2-beta/projects/1a5/projects/1a5/projectmembers",
                    Target.IDENTITY,
                    "/v2-beta/projects/1a5/projectmembers",
                    "1a5"),
            new Case("//v2-beta//projects//1a5//stacks//", Target.SCHEDULER, "/v2-beta/stacks", "1a5"),
            to(Target.SCHEDULER, "/v2-beta/stacks"),
            to(Target.SCHEDULER, "/v2-beta/whatever"),
            to(Target.SCHEDULER, "/v2-beta/logs"),
            to(Target.STREAMS, "/v2-beta/subscribe"),
            to(Target.STREAMS, "/v1/subscribe"),
            to(Target.STREAMS, "/v1/agent-link"),
            new Case("/v2-beta/projects/1a5/subscribe", Target.STREAMS, "/v2-beta/subscribe", "1a5"),
            to(Target.TICKET, "/v1/logs"),
            to(Target.TICKET, "/v1/exec"),
            to(Target.TICKET, "/v1/stats"),
            to(Target.TICKET, "/v1/hoststats"),
            to(Target.TICKET, "/v1/containerstats"));

    @ParameterizedTest
    @FieldSource("CASES")
    void routes(Case given) {
        var destination = RoutingTable.route(given.path());
        assertThat(destination.map(Destination::target).orElse(null)).isEqualTo(given.target());
        assertThat(destination.map(Destination::upstreamPath).orElse("")).isEqualTo(given.upstream());
        assertThat(destination.map(Destination::environment).orElse(null)).isEqualTo(given.environment());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2-beta/../internal/token",
                "/v2-beta/./stacks",
                "/v2-beta/%2e%2e/x",
                "/v2-beta/%2E%2e/x",
                "/v2-beta/a%2fb",
                "/v2-beta/a%5cb",
                "/v2-beta/a;b=c",
                "/v2-beta/a%3bb",
                "/v2-beta/a%00",
                "/v2-beta/a%0d%0aX",
                "/v2-beta/%252e%252e",
                "/v2-beta/%zz"
            })
    void refusesWhatTwoReadersCouldReadDifferently(String path) {
        assertThatThrownBy(() -> RoutingTable.route(path)).isInstanceOf(MalformedPath.class);
    }
}
