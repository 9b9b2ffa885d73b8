package io.drover.scheduler.launch;

import io.drover.model.link.ContainerSpec.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text form of published ports (spec: orchestration, 0.4): {@code [ip:]public:private[/proto]}, {@code ip::private},
 * {@code private[/proto]}, an IPv6 address in brackets; both sides may be ranges of the same length
 * ({@code 8000-8010:80-90}). Reading never throws: a text that is not a port is an {@link Invalid} with the wire's code.
 */
public final class PortSpec {
    public static final int MAX_PORT = 65_535;
    /** The longest range: an engine starts one forwarder per published port. */
    public static final int MAX_RANGE = 1_000;

    /** What a text means. */
    public sealed interface Parsed {
        /** One port, or one per number of a range, lowest first. */
        record Ports(List<Port> ports) implements Parsed {
            public Ports {
                ports = List.copyOf(ports);
            }
        }

        /** @param code the wire's error code: {@code PortWrongFormat} and its siblings */
        record Invalid(String code, String message) implements Parsed {}
    }

    private static final String ACCEPTED =
            "accepted: '80', '8080:80', '8080:80/udp', '127.0.0.1:8080:80', '[::1]:8080:80', '8000-8010:80-90'";

    private record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    private record Parts(@Nullable String address, @Nullable String publicPart, String privatePart) {}

    private PortSpec() {}

    /** Reads one text; a public port of 0 means that the engine chooses. */
    public static Parsed parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Parsed.Invalid("MissingRequired", "a port is empty; " + ACCEPTED);
        }
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String protocol = slash < 0 ? "tcp" : trimmed.substring(slash + 1).toLowerCase(Locale.ROOT);
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            return new Parsed.Invalid(
                    "PortInvalidProtocol",
                    "port '%s': protocol '%s' is not known; accepted: tcp, udp".formatted(trimmed, protocol));
        }
        Parts parts = split(slash < 0 ? trimmed : trimmed.substring(0, slash));
        return parts == null
                ? new Parsed.Invalid("PortWrongFormat", "port '%s' is not a port; %s".formatted(trimmed, ACCEPTED))
                : ports(trimmed, parts, protocol);
    }

    /** The text that reads back as this port; the protocol is always written. */
    public static String format(Port port) {
        String address = port.bindAddress();
        String published = port.hostPort() == 0 ? "" : Integer.toString(port.hostPort());
        String target = port.containerPort() + "/" + port.protocol();
        if (address == null) {
            return published.isEmpty() ? target : published + ":" + target;
        }
        String host = address.contains(":") ? "[" + address + "]" : address;
        return host + ":" + published + ":" + target;
    }

    private static @Nullable Parts split(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf("]:");
            String address = end < 0 ? "" : text.substring(1, end);
            return address.matches("[0-9a-fA-F:.%a-z]*:[0-9a-fA-F:.%a-z]*")
                    ? withAddress(address, text.substring(end + 2))
                    : null;
        }
        String[] pieces = text.split(":", -1);
        return switch (pieces.length) {
            case 1 -> new Parts(null, null, pieces[0]);
            case 2 -> new Parts(null, pieces[0], pieces[1]);
            case 3 -> isAddress(pieces[0]) ? withAddress(pieces[0], pieces[1] + ":" + pieces[2]) : null;
            default -> null;
        };
    }

    private static @Nullable Parts withAddress(String address, String rest) {
        int colon = rest.indexOf(':');
        if (colon < 0 || rest.indexOf(':', colon + 1) >= 0) {
            return null;
        }
        String published = rest.substring(0, colon);
        return new Parts(address, published.isEmpty() ? null : published, rest.substring(colon + 1));
    }

    private static boolean isAddress(String text) {
        String[] bytes = text.split("\\.", -1);
        if (bytes.length != 4) {
            return false;
        }
        for (String part : bytes) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static Parsed ports(String text, Parts parts, String protocol) {
        Range target = range(parts.privatePart());
        if (target == null) {
            return invalidPort("PortInvalidPrivatePort", "container port", text, parts.privatePart());
        }
        if (target.size() > MAX_RANGE) {
            return new Parsed.Invalid(
                    "PortWrongFormat",
                    "port '%s': a range of %d ports; accepted: up to %d".formatted(text, target.size(), MAX_RANGE));
        }
        String publicPart = parts.publicPart();
        Range published = publicPart == null ? null : range(publicPart);
        if (publicPart != null && published == null) {
            return invalidPort("PortInvalidPublicPort", "host port", text, publicPart);
        }
        if (published != null && published.size() != target.size()) {
            return new Parsed.Invalid(
                    "PortWrongFormat",
                    "port '%s': %d host ports cannot be mapped to %d container ports; both ranges need the same length"
                            .formatted(text, published.size(), target.size()));
        }
        var ports = new ArrayList<Port>(target.size());
        for (int i = 0; i < target.size(); i++) {
            int hostPort = published == null ? 0 : published.first() + i;
            ports.add(new Port(parts.address(), hostPort, target.first() + i, protocol));
        }
        return new Parsed.Ports(ports);
    }

    private static Parsed.Invalid invalidPort(String code, String which, String text, String value) {
        return new Parsed.Invalid(
                code, "port '%s': %s '%s' is not a number from 1 to %d".formatted(text, which, value, MAX_PORT));
    }

    private static @Nullable Range range(String text) {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            return null;
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
        return first >= 1 && last <= MAX_PORT && first <= last ? new Range(first, last) : null;
    }
}
