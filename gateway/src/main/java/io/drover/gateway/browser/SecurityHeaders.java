package io.drover.gateway.browser;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers that every answer of the public port carries. An API answer may load and run nothing at all; a page may use what
 * comes from this server, and no script or style inside the page. Nobody may frame either. There are no CORS headers: pages of
 * others read nothing here.
 */
public final class SecurityHeaders {
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private final @Nullable String hsts;

    /** @param hsts how long browsers remember that this server speaks TLS; zero: it is not said */
    public SecurityHeaders(Duration hsts) {
        this.hsts = hsts.isZero() ? null : "max-age=" + hsts.toSeconds();
    }

    /**
     * @param contentType of the answer, or null
     * @param isTls the connection is the server's own TLS
     * @param set takes name and value; it replaces what is there
     */
    public void write(@Nullable String contentType, boolean isTls, BiConsumer<String, String> set) {
        boolean isPage =
                contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/html");
        set.accept("Content-Security-Policy", isPage ? PAGE : NOTHING);
        set.accept("X-Content-Type-Options", "nosniff");
        set.accept("X-Frame-Options", "DENY");
        set.accept("Referrer-Policy", "no-referrer");
        set.accept("Cross-Origin-Resource-Policy", "same-origin");
        if (isTls && hsts != null) {
            set.accept("Strict-Transport-Security", hsts);
        }
    }
}
