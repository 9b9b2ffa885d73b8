package io.drover.identity.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses of a provider. Secrets and tokens cross them, so they are https; plain http is for providers on this very machine
 * (development, tests).
 */
final class ProviderAddress {
    private ProviderAddress() {}

    /** What is wrong with an address, if anything. */
    static Optional<String> problem(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                return Optional.of("it must be an address such as https://id.example.org");
            }
            if (uri.getQuery() != null || text.endsWith("/") && uri.getPath().equals("/")) {
                return Optional.of("it must have no query, and no slash behind the host");
            }
            boolean isSafe = scheme.equals("https") || scheme.equals("http") && isLoopback(uri.getHost());
            return isSafe ? Optional.empty() : Optional.of("it must begin with https://");
        } catch (URISyntaxException e) {
            return Optional.of("it must be an address such as https://id.example.org");
        }
    }

    /** Whether an address that the provider itself gave may be called. */
    static boolean isUsable(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && (scheme.equals("https") || scheme.equals("http") && isLoopback(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
