package io.drover.gateway.limit;

/**
 * Under which name an address is counted: an IPv4 address as it is; of an IPv6 address the network (/64), because one
 * customer gets that many of them. Pure.
 */
final class AddressKey {
    private static final int GROUPS = 4;

    private AddressKey() {}

    /** @param address as {@code InetAddress} writes it: all eight groups of IPv6 */
    static String of(String address) {
        int at = -1;
        for (int group = 0; group < GROUPS; group++) {
            at = address.indexOf(':', at + 1);
            if (at < 0) {
                return address;
            }
        }
        return address.substring(0, at) + "::/64";
    }
}
