package io.drover.gateway.arrival;

import io.drover.api.ApiException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from and under which address the client knows this server. {@code X-Forwarded-*} is believed only
 * from trusted proxies; the client is then the nearest address that is no trusted proxy itself, so that nobody can put an
 * address of their choice in front.
 *
 * @param clientIp the client's address
 * @param server scheme, host and port: {@code http://host:8080}
 */
public record Origin(String clientIp, String server) {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /**
     * @param peer the other end of the connection
     * @param scheme of the connection
     * @param header value of a header of the request, by name; of several lines, all of them with commas between
     * @throws ApiException.BadRequest the host is no host
     */
    public static Origin of(
            @Nullable InetAddress peer,
            String scheme,
            Function<String, @Nullable String> header,
            List<AddressRange> trusted) {
        boolean isBelieved = peer != null && isTrusted(peer, trusted);
        if (!isBelieved) {
            return new Origin(text(peer), scheme + "://" + checked(header.apply("Host")));
        }
        String proto = scheme(first(header.apply("X-Forwarded-Proto")), scheme);
        String client = client(peer, header.apply("X-Forwarded-For"), trusted);
        return new Origin(client, proto + "://" + checked(forwardedHost(header, proto)));
    }

    private static String checked(@Nullable String host) {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new ApiException.BadRequest("InvalidHost", "the request's Host header is missing or not a host");
        }
        return host;
    }

    private static String scheme(@Nullable String forwarded, String ofConnection) {
        String lower = forwarded == null ? "" : forwarded.toLowerCase(Locale.ROOT);
        return lower.equals("https") || lower.equals("http") ? lower : ofConnection;
    }

    /** The port of its own header counts where the host names none, and is left out where the scheme implies it. */
    private static @Nullable String forwardedHost(Function<String, @Nullable String> header, String scheme) {
        String forwarded = first(header.apply("X-Forwarded-Host"));
        String host = forwarded == null ? header.apply("Host") : forwarded;
        String port = first(header.apply("X-Forwarded-Port"));
        if (host == null || port == null || !PORT.matcher(port).matches()) {
            return host;
        }
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        boolean isImplied = port.equals(scheme.equals("https") ? "443" : "80");
        return hasPort || isImplied ? host : host + ":" + port;
    }

    private static String client(
            @Nullable InetAddress peer, @Nullable String forwardedFor, List<AddressRange> trusted) {
        if (forwardedFor == null) {
            return text(peer);
        }
        String nearest = text(peer);
        for (String hop : List.of(forwardedFor.split(",", -1)).reversed()) {
            Optional<InetAddress> address = address(hop.strip());
            if (address.isEmpty()) {
                return nearest;
            }
            nearest = text(address.get());
            if (!isTrusted(address.get(), trusted)) {
                return nearest;
            }
        }
        return nearest;
    }

    /** With or without a port, IPv6 in brackets if with one. */
    private static Optional<InetAddress> address(String hop) {
        String bare = hop;
        if (hop.startsWith("[")) {
            bare = hop.substring(1, Math.max(1, hop.indexOf(']')));
        } else if (hop.indexOf(':') > 0 && hop.indexOf(':') == hop.lastIndexOf(':')) {
            bare = hop.substring(0, hop.indexOf(':'));
        }
        try {
            return Optional.of(AddressRange.literal(bare));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static boolean isTrusted(InetAddress address, List<AddressRange> trusted) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static String text(@Nullable InetAddress address) {
        return address == null ? "unknown" : address.getHostAddress();
    }

    private static @Nullable String first(@Nullable String list) {
        return list == null || list.isBlank() ? null : list.split(",", 2)[0].strip();
    }
}
