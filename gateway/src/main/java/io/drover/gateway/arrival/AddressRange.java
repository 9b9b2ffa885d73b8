package io.drover.gateway.arrival;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses, {@code 10.0.0.0/8}, {@code fd00::/8}, or one address.
 *
 * @param bits how many leading bits of the address are the range's
 */
public record AddressRange(InetAddress address, int bits) {
    /** @throws IllegalArgumentException it is none; names of machines are none */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = literal(host);
        int most = address.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("'" + text + "' is no address range: /0 to /" + most + " is possible");
        }
        return new AddressRange(address, bits);
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        int mask = rest == 0 ? 0 : 0xFF << (8 - rest);
        return rest == 0 || (mine[whole] & mask) == (theirs[whole] & mask);
    }

    /** An address written in figures; a name is never looked up. */
    static InetAddress literal(String text) {
        boolean isFigures =
                !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
        try {
            // "1.2.3" is an old spelling of 1.2.0.3, and nobody means it.
            boolean isWhole =
                    text.indexOf(':') >= 0 || text.chars().filter(c -> c == '.').count() == 3;
            if (isFigures && isWhole) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no address", malformed);
        }
        throw new IllegalArgumentException("'" + text + "' is no address");
    }
}
