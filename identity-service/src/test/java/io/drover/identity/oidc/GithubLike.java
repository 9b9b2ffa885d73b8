package io.drover.identity.oidc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** GitHub Enterprise as Drover sees it: OAuth2 with PKCE, and the API's users, organisations and teams, in pages. */
public final class GithubLike extends FakeWeb {
    public static final String CLIENT = "Iv1.0123456789abcdef";
    public static final String SECRET = "0123456789abcdef0123456789abcdef01234567";

    private record Person(long id, String login, List<String> organisations) {}

    private record Code(Person person, Map<String, String> asked) {}

    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();
    private volatile Person visitor = new Person(0, "", List.of());
    private volatile boolean isLimited;
    private int serial;

    public GithubLike() {
        on("/login/oauth/authorize", this::authorize);
        on("/login/oauth/access_token", this::token);
        on("/api/v3/user", visit -> api(visit, this::user));
        on("/api/v3/user/orgs", visit -> api(visit, person -> page(visit, organisations(person))));
        on("/api/v3/user/teams", visit -> api(visit, person -> page(visit, teams(person))));
    }

    /** Without the scheme. */
    public String host() {
        return url().substring("http://".length());
    }

    public void visitedBy(long id, String login, String... organisations) {
        visitor = new Person(id, login, new ArrayList<>(List.of(organisations)));
    }

    /** The person leaves their first organisation. */
    public void leave(String login) {
        people(login).forEach(person -> person.organisations().removeFirst());
    }

    public void revoke(String login) {
        accessTokens.values().removeIf(person -> person.login().equals(login));
    }

    /** It asks to be asked less, as GitHub does: with 403. */
    public void limited(boolean limited) {
        isLimited = limited;
    }

    public static long organisationId(String name) {
        return Math.floorMod(name.hashCode(), 1_000_000_000L);
    }

    private List<Person> people(String login) {
        return accessTokens.values().stream()
                .filter(person -> person.login().equals(login))
                .toList();
    }

    private Reply authorize(Visit visit) {
        String code = "gh-code-" + ++serial;
        codes.put(code, new Code(visitor, visit.parameters()));
        return Reply.redirect(visit.parameters().get("redirect_uri") + "?code=" + code + "&state="
                + visit.parameters().get("state"));
    }

    /** What is wrong is said with status 200. */
    private Reply token(Visit visit) {
        Map<String, String> asked = visit.parameters();
        if (!CLIENT.equals(asked.get("client_id")) || !SECRET.equals(asked.get("client_secret"))) {
            return Reply.json(200, Map.of("error", "incorrect_client_credentials"));
        }
        Code code = codes.remove(asked.getOrDefault("code", ""));
        boolean isRight = code != null
                && challenge(asked.getOrDefault("code_verifier", ""))
                        .equals(code.asked().get("code_challenge"));
        if (code == null || !isRight) {
            return Reply.json(200, Map.of("error", "bad_verification_code"));
        }
        String access = "gho_" + ++serial;
        accessTokens.put(access, code.person());
        return Reply.json(200, Map.of("access_token", access, "token_type", "bearer", "scope", "read:org"));
    }

    private interface Answer {
        Reply to(Person person);
    }

    private Reply api(Visit visit, Answer answer) {
        if (isLimited) {
            return Reply.json(429, Map.of("message", "API rate limit exceeded"));
        }
        Person person = accessTokens.get(visit.bearer());
        return person == null ? Reply.json(401, Map.of("message", "Bad credentials")) : answer.to(person);
    }

    private Reply user(Person person) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("id", person.id());
        user.put("login", person.login());
        user.put("name", null);
        return Reply.json(200, user);
    }

    private static List<Map<String, Object>> organisations(Person person) {
        return person.organisations().stream()
                .map(name -> Map.<String, Object>of("id", organisationId(name), "login", name))
                .toList();
    }

    private static List<Map<String, Object>> teams(Person person) {
        return person.organisations().stream()
                .map(name -> Map.<String, Object>of(
                        "id",
                        organisationId(name) + 2_000_000_000L,
                        "name",
                        "core",
                        "organization",
                        Map.of("login", name)))
                .toList();
    }

    private static Reply page(Visit visit, List<Map<String, Object>> all) {
        int size = Integer.parseInt(Objects.requireNonNull(visit.parameters().get("per_page")));
        int page = Integer.parseInt(Objects.requireNonNull(visit.parameters().get("page")));
        int from = Math.min((page - 1) * size, all.size());
        return Reply.json(200, all.subList(from, Math.min(from + size, all.size())));
    }
}
