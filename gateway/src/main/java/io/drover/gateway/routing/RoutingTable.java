package io.drover.gateway.routing;

import io.drover.api.schema.ResourceType;
import io.drover.model.WireId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of docs: architecture, "Between gateway and services".
 *
 * <ol>
 *   <li>Outside the API's versions there are {@code /}, {@code /ping}, {@code /actuator}, {@code /v1-auth}, the endpoints of
 *       {@code /oauth2} and their discovery document; nothing else.
 *   <li>{@code /projects/<id>} is taken away and becomes the environment of the request. The project itself and its members
 *       stay: they are identity-service's.
 *   <li>The first word decides: streams, types of identity-service, and every other type is scheduler-service's.
 * </ol>
 *
 * A path with a segment that means something else to another reader ({@code ..}, an encoded slash) is refused.
 */
public final class RoutingTable {
    /** The whole API as one document, below each version. */
    public static final String OPEN_API = "openapi.json";

    private static final Set<String> IDENTITY = words(List.of(
            "account",
            "activeSetting",
            "apiKey",
            "auditLog",
            "credential",
            "githubconfig",
            "identity",
            "localAuthConfig",
            "masterKey",
            "oauthClient",
            "oauthToken",
            "oidcconfig",
            "openldapconfig",
            "password",
            "project",
            "projectMember",
            "projectRole",
            "projectTemplate",
            "register",
            "registrationToken",
            "secondFactor",
            "setting",
            "signingKey",
            "token",
            "userPreference"));
    private static final Set<String> CALLER_STREAMS = Set.of("subscribe");
    private static final Set<String> TICKET_STREAMS = Set.of("logs", "exec", "containerstats", "hoststats", "stats");
    /** Of the reference's service for outside sign-in, what there is (spec: identity sheet, 1.2). */
    private static final Set<String> OUTSIDE_SIGN_IN = Set.of("callback", "config", "configs", "signin", "testlogin");

    /** Below {@code /oauth2}: the protocol's endpoints and the pages that belong to them. */
    private static final Set<String> OAUTH =
            Set.of("authorize", "token", "revoke", "introspect", "sign-in", "consent", "style.css");

    /** Where OAuth2 clients find out about the others (RFC 8414). */
    private static final String DISCOVERY = "oauth-authorization-server";

    private static final String AGENT_LINK = "agent-link";

    private RoutingTable() {}

    /** @throws MalformedPath the path is ambiguous */
    public static Optional<Destination> route(String rawPath) {
        List<String> segments = segments(rawPath);
        if (segments.isEmpty()) {
            return Optional.of(Destination.outside(Target.VERSIONS, "/"));
        }
        String first = segments.getFirst();
        return switch (first) {
            case "ping" ->
                segments.size() == 1 ? Optional.of(Destination.outside(Target.PING, "/ping")) : Optional.empty();
            case "actuator" -> Optional.of(Destination.outside(Target.ACTUATOR, "/" + String.join("/", segments)));
            case "v2-beta", "v1" -> Optional.of(inApi(first, segments.subList(1, segments.size())));
            case "v1-auth" -> outsideSignIn(segments);
            case "oauth2" -> only(OAUTH, segments);
            case ".well-known" -> only(Set.of(DISCOVERY), segments);
            default -> Optional.empty();
        };
    }

    private static Optional<Destination> only(Set<String> words, List<String> segments) {
        return segments.size() == 2 && words.contains(segments.get(1))
                ? Optional.of(Destination.outside(Target.OAUTH, "/" + String.join("/", segments)))
                : Optional.empty();
    }

    private static Optional<Destination> outsideSignIn(List<String> segments) {
        String word = segments.size() == 2 ? segments.get(1) : "";
        return OUTSIDE_SIGN_IN.contains(word)
                ? Optional.of(new Destination(Target.IDENTITY, "v1-auth", "/v1-auth/" + word, null, word, null))
                : Optional.empty();
    }

    private static Destination inApi(String version, List<String> segments) {
        String environment = null;
        List<String> rest = segments;
        // Several where a project that was read inside an environment links to what is in it. The last one counts: the
        // caller must have access to it. What is no id is none of them: clients ask whether 'shop/web' is a project.
        while (isInsideEnvironment(rest)
                && (environment == null || WireId.parse(rest.get(1)).isPresent())) {
            environment = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String word = rest.isEmpty() ? "" : rest.getFirst().toLowerCase(Locale.ROOT);
        if (Destination.isSignIn(word)) {
            // Strangers pass to these addresses only, so identity-service knows them in one spelling.
            rest = Stream.concat(Stream.of(word), rest.stream().skip(1)).toList();
        }
        String path = rest.isEmpty() ? "/" + version : "/" + version + "/" + String.join("/", rest);
        String id = rest.size() > 1 ? rest.get(1) : null;
        return new Destination(target(version, word), version, path, environment, word, id);
    }

    private static boolean isInsideEnvironment(List<String> segments) {
        return segments.size() > 2
                && (segments.getFirst().equalsIgnoreCase("projects")
                        || segments.getFirst().equalsIgnoreCase("project"))
                && !segments.get(2).equalsIgnoreCase("projectmembers");
    }

    private static Target target(String version, String word) {
        if (word.isEmpty() || word.equals("schemas") || word.equals("schema") || word.equals(OPEN_API)) {
            return Target.MERGED;
        }
        if (CALLER_STREAMS.contains(word)) {
            return Target.STREAMS;
        }
        if (version.equals("v1") && word.equals(AGENT_LINK)) {
            return Target.STREAMS;
        }
        if (version.equals("v1") && TICKET_STREAMS.contains(word)) {
            return Target.TICKET;
        }
        return IDENTITY.contains(word) ? Target.IDENTITY : Target.SCHEDULER;
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(checked(segment));
            }
        }
        return segments;
    }

    private static String checked(String segment) {
        String decoded = decoded(segment);
        boolean isAmbiguous = decoded == null
                || decoded.equals(".")
                || decoded.equals("..")
                || decoded.chars().anyMatch(letter -> letter < ' ' || "/\\;%".indexOf(letter) >= 0);
        if (isAmbiguous) {
            throw new MalformedPath("the path has a part that is not a plain name or id: '" + segment + "'");
        }
        return segment;
    }

    private static @Nullable String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static Set<String> words(List<String> types) {
        Set<String> words = new HashSet<>();
        for (String type : types) {
            words.add(type.toLowerCase(Locale.ROOT));
            words.add(ResourceType.pluralOf(type).toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
