package io.drover.identity.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where the browser goes after a sign-in: back to a page of this very server, and nowhere else, so that nobody can make
 * Drover send people, or codes, to an address of theirs.
 */
public final class ReturnAddress {
    private static final int LONGEST = 1024;

    private ReturnAddress() {}

    /**
     * @param wanted a path, or an absolute address of the server
     * @param server scheme, host and port as clients know them, without a slash at the end
     * @return the absolute address; empty if it is not one of the server's
     */
    public static Optional<String> of(String wanted, String server) {
        String absolute = wanted.startsWith("/") ? server + wanted : wanted;
        boolean isPlain = absolute.length() <= LONGEST
                && absolute.chars().allMatch(letter -> letter > ' ' && letter < 0x7f && letter != '\\');
        if (!isPlain || wanted.startsWith("//")) {
            return Optional.empty();
        }
        try {
            URI address = new URI(absolute);
            URI own = new URI(server);
            boolean isOwn = address.getRawAuthority() != null
                    && address.getRawAuthority().equalsIgnoreCase(own.getRawAuthority())
                    && own.getScheme().equalsIgnoreCase(address.getScheme())
                    && address.getFragment() == null;
            return isOwn ? Optional.of(absolute) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
