package io.drover.identity.oidc;

import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderHttpClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * GitHub and GitHub Enterprise: OAuth2, then its API (spec: identity sheet, 1.4). The same code flow with state and PKCE; in the
 * place of an ID token stands that the access token came straight from GitHub, over TLS, for this code and verifier.
 *
 * <p>A grant is {@code r:} and a refresh token where tokens expire, else {@code a:} and the access token.
 */
final class GithubFlowClient implements FlowClient {
    private static final String PUBLIC = "https://github.com";
    private static final String PUBLIC_API = "https://api.github.com";
    private static final String REFRESH = "r:";
    private static final String ACCESS = "a:";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = ClaimReader.MOST_GROUPS / PAGE;

    private final ProviderHttpClient http;

    private record Tokens(String access, String grant) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    GithubFlowClient(ProviderHttpClient http) {
        this.http = http;
    }

    @Override
    public Mono<String> authorizationEndpoint(ProviderSettings settings) {
        return Mono.just(settings.base() + "/login/oauth/authorize");
    }

    /** GitHub does not name itself; if somebody else does, it is not GitHub. */
    @Override
    public Mono<Boolean> isIssuer(ProviderSettings settings, @Nullable String issuer) {
        return Mono.just(issuer == null || issuer.equals(settings.base() + "/login/oauth"));
    }

    @Override
    public Mono<Person> exchange(ProviderSettings settings, String code, String redirectUri, SignInSecrets secrets) {
        return tokens(settings, TokenRequest.code(code, redirectUri, secrets, settings.client(), false), false)
                .flatMap(tokens -> person(settings, tokens));
    }

    @Override
    public Mono<Person> again(ProviderSettings settings, String grant) {
        if (grant.startsWith(ACCESS)) {
            return person(settings, new Tokens(grant.substring(ACCESS.length()), grant));
        }
        String refresh = grant.substring(REFRESH.length());
        return tokens(settings, TokenRequest.refresh(refresh, settings.client(), false), true)
                .flatMap(tokens -> person(settings, tokens));
    }

    /** GitHub says what is wrong with status 200. */
    private Mono<Tokens> tokens(ProviderSettings settings, TokenRequest request, boolean isRefresh) {
        return http.post(settings.base() + "/login/oauth/access_token", request.form(), request.basic())
                .map(answer -> {
                    String access = answer.text("access_token");
                    if (!answer.isOk() || access.isEmpty()) {
                        throw TokenRequest.refusal(answer.text("error"), isRefresh);
                    }
                    String refresh = answer.text("refresh_token");
                    return new Tokens(access, refresh.isEmpty() ? ACCESS + access : REFRESH + refresh);
                });
    }

    private Mono<Person> person(ProviderSettings settings, Tokens tokens) {
        String api = settings.base().equals(PUBLIC) ? PUBLIC_API : settings.base() + "/api/v3";
        return Mono.zip(
                        http.get(api + "/user", tokens.access()).map(GithubFlowClient::allowed),
                        all(api + "/user/orgs", tokens.access(), GithubFlowClient::organisation),
                        all(api + "/user/teams", tokens.access(), GithubFlowClient::team))
                .map(all -> new Person(user(all.getT1().map(), all.getT2(), all.getT3()), tokens.grant()));
    }

    private Mono<List<DirectoryIdentity>> all(
            String address, String access, Function<Map<?, ?>, DirectoryIdentity> reading) {
        return page(address, access, 1)
                .expand(page -> page.items().size() < PAGE
                        ? Mono.empty()
                        : page.number() >= MOST_PAGES
                                ? Mono.error(new ProviderException(
                                        Problem.PERSON,
                                        "the person is in more than " + ClaimReader.MOST_GROUPS
                                                + " organisations or teams"))
                                : page(address, access, page.number() + 1))
                .flatMapIterable(Page::items)
                .ofType(Map.class)
                .<DirectoryIdentity>map(item -> reading.apply(item))
                .distinct()
                .collectList();
    }

    private record Page(int number, List<?> items) {}

    private Mono<Page> page(String address, String access, int number) {
        return http.get(address + "?per_page=" + PAGE + "&page=" + number, access)
                .map(answer -> new Page(number, allowed(answer).list()));
    }

    private static Answer allowed(Answer answer) {
        if (answer.isOk()) {
            return answer;
        }
        boolean isEnded = answer.status() == 401
                || answer.status() == 403 && answer.text("message").contains("suspended");
        throw isEnded
                ? new ProviderException(Problem.GRANT, "GitHub does not give access any more")
                : new ProviderException(
                        Problem.CONFIGURATION,
                        "GitHub's API answered " + answer.status() + ": the application may need the right read:org");
    }

    private static DirectoryUser user(
            Map<String, @Nullable Object> user, List<DirectoryIdentity> organisations, List<DirectoryIdentity> teams) {
        String id = text(user, "id");
        if (!ProviderIdentities.isId(ProviderKind.GITHUB, id)) {
            throw new ProviderException(Problem.PERSON, "GitHub did not say who the person is");
        }
        String login = text(user, "login");
        String name = text(user, "name").isEmpty() ? login : text(user, "name");
        List<DirectoryIdentity> groups = new ArrayList<>(organisations);
        groups.addAll(teams);
        return new DirectoryUser(
                new DirectoryIdentity(ProviderKind.GITHUB.userType(), id, name, login, true), false, groups);
    }

    private static DirectoryIdentity organisation(Map<?, ?> item) {
        return group("github_org", item, text(item, "login"));
    }

    private static DirectoryIdentity team(Map<?, ?> item) {
        String organisation = item.get("organization") instanceof Map<?, ?> map ? text(map, "login") + "/" : "";
        return group("github_team", item, organisation + text(item, "name"));
    }

    private static DirectoryIdentity group(String type, Map<?, ?> item, String name) {
        String id = text(item, "id");
        if (!ProviderIdentities.isId(ProviderKind.GITHUB, id)) {
            throw new ProviderException(Problem.PERSON, "GitHub listed something without a number among the groups");
        }
        return new DirectoryIdentity(type, id, name, name, false);
    }

    private static String text(Map<?, ?> item, String field) {
        Object value = item.get(field);
        return value == null ? "" : value.toString();
    }
}
