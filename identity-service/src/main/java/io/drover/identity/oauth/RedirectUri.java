package io.drover.identity.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Where the answer to an authorization request may be sent: to an address that was registered, letter by letter (RFC 9700, 4.1.3). The
 * one exception is the port of loopback addresses, which native applications get from their system when they start (RFC 8252,
 * 7.3).
 */
public final class RedirectUri {
    private static final int LONGEST = 512;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private RedirectUri() {}

    /** Why an address cannot be registered; empty: it can. */
    public static Optional<String> refusal(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            return Optional.of("is no address");
        }
        String scheme = uri.getScheme();
        if (scheme == null || text.length() > LONGEST) {
            return Optional.of("is not absolute, or longer than " + LONGEST + " characters");
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null || text.contains("*")) {
            return Optional.of("has a fragment ('#'), a user, or a '*'");
        }
        return switch (scheme) {
            case "https" -> uri.getHost() == null ? Optional.of("names no host") : Optional.empty();
            case "http" ->
                isLoopback(uri)
                        ? Optional.empty()
                        : Optional.of("is http: use https, or http to 127.0.0.1 or [::1] for a native application");
            default ->
                scheme.contains(".")
                        ? Optional.empty()
                        : Optional.of(
                                "has the scheme '" + scheme
                                        + "': a native application's own is the reverse of a domain name, like com.example.app");
        };
    }

    /** Whether an answer may go there. */
    public static boolean isRegistered(Collection<String> registered, String requested) {
        return registered.contains(requested)
                || registered.stream().anyMatch(one -> isSameButForThePort(one, requested));
    }

    private static boolean isSameButForThePort(String registered, String requested) {
        try {
            URI known = new URI(registered);
            URI wanted = new URI(requested);
            return isLoopback(known)
                    && isLoopback(wanted)
                    && wanted.getRawUserInfo() == null
                    && withoutPort(known).equals(withoutPort(wanted));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    }

    private static String withoutPort(URI uri) {
        return uri.getHost() + "|" + uri.getRawPath() + "|" + uri.getRawQuery() + "|" + uri.getRawFragment();
    }

    /**
     * The address as a source of a Content-Security-Policy: browsers follow the redirect of a form only to where its page allows
     * forms to go.
     */
    public static String source(String requested) {
        URI uri = URI.create(requested);
        String scheme = uri.getScheme();
        return uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))
                ? scheme + ":"
                : scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
