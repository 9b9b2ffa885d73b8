package io.drover.cli.settings;

import io.drover.cli.failure.CliFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, from what people paste: {@code host:8080}, an address with {@code /v2-beta/schemas} behind it, or one
 * of an environment (spec: identity, catalog, portal, cli, 8.1).
 *
 * @param base scheme, host, port and any path before {@code /v1} or {@code /v2-beta}; no slash at the end
 * @param environment the environment's id when the address named one
 */
public record ServerUrl(String base, @Nullable String environment) {
    private static final String API = "/v2-beta";
    private static final Pattern VERSION = Pattern.compile("/v(?:1|2-beta|3)(?=/|$)");
    private static final Pattern ENVIRONMENT = Pattern.compile("/projects/(1a\\d+)");

    public static ServerUrl parse(String text) {
        String address = text.contains("://") ? text.strip() : "http://" + text.strip();
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw malformed(text);
            }
            if (uri.getUserInfo() != null) {
                throw CliFailure.usage("the server's address must not hold a name or password:"
                        + " give them with --access-key and DROVER_SECRET_KEY, or log in");
            }
            String path = uri.getPath() == null ? "" : uri.getPath();
            String authority = scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            Matcher version = VERSION.matcher(path);
            String prefix = version.find() ? path.substring(0, version.start()) : path;
            Matcher environment = ENVIRONMENT.matcher(path);
            return new ServerUrl(
                    authority + withoutTrailingSlashes(prefix), environment.find() ? environment.group(1) : null);
        } catch (URISyntaxException e) {
            throw malformed(text);
        }
    }

    private static CliFailure malformed(String text) {
        return CliFailure.usage("'" + text + "' is not a server's address: write http://HOST:PORT or https://HOST");
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** {@code http://host:8080/v2-beta}. */
    public String api() {
        return base + API;
    }

    public String environmentApi(String environmentId) {
        return base + API + "/projects/" + environmentId;
    }

    public boolean isPlainHttp() {
        return base.startsWith("http:");
    }

    /**
     * A link the server generated, moved to the address we know it by: credentials go nowhere else, and a proxy that does
     * not tell the server its own name does no harm.
     */
    public String relocate(String link) {
        if (link.startsWith(base + "/")) {
            return link;
        }
        Matcher version = VERSION.matcher(link);
        if (!version.find()) {
            throw CliFailure.of(
                    "the server gave the link " + link + ", which is not one of " + base + ": nothing was sent there");
        }
        return base + link.substring(version.start());
    }
}
