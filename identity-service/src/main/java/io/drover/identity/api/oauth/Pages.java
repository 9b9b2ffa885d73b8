package io.drover.identity.api.oauth;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes answers for browsers. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';" + " form-action 'self'";
    private static final int SEE_OTHER = 303;

    private Pages() {}

    /** @param forms further addresses that the page's forms may lead to, each after a blank; or the empty text */
    static void write(HttpServletResponse response, int status, String page, String forms) throws IOException {
        response.setStatus(status);
        response.setContentType("text/html; charset=utf-8");
        response.setHeader("Content-Security-Policy", POLICY + forms);
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(page);
    }

    /** Always as a GET: a form's content is never sent on (RFC 9700, 4.12). */
    static void redirect(HttpServletResponse response, String address) {
        response.setStatus(SEE_OTHER);
        response.setHeader("Location", address);
        response.setHeader("Cache-Control", "no-store");
    }
}
