package io.drover.proxy.front;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A page of another site must not open streams with what the browser knows: when a browser names an origin, its host and
 * port must be the ones the request was addressed to. Programs name none and pass.
 */
final class OriginRule {
    private OriginRule() {}

    /**
     * @param origin header {@code Origin}, e.g. {@code https://drover.example:8443}
     * @param hosts names the request was addressed by: {@code Host}, and what a proxy in front says it was
     */
    static boolean permits(@Nullable String origin, String... hosts) {
        if (origin == null) {
            return true;
        }
        int scheme = origin.indexOf("://");
        if (scheme < 0) {
            return false;
        }
        boolean secure = origin.regionMatches(true, 0, "https:", 0, 6);
        String wanted = withoutDefaultPort(origin.substring(scheme + 3), secure);
        for (String host : hosts) {
            if (!host.isEmpty() && withoutDefaultPort(host, secure).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDefaultPort(String authority, boolean secure) {
        String text = authority.strip().toLowerCase(Locale.ROOT);
        String standard = secure ? ":443" : ":80";
        return text.endsWith(standard) ? text.substring(0, text.length() - standard.length()) : text;
    }
}
