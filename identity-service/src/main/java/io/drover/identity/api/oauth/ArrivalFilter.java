package io.drover.identity.api.oauth;

import io.drover.identity.api.ServerAddress;
import io.drover.runtime.call.InternalClients;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in nobody but this service's own forwarding, which shows this process' secret, and restores the address the client used: the
 * issuer. An issuer that is set wins, because it must stay the same however a client gets here.
 */
final class ArrivalFilter extends OncePerRequestFilter {
    private final byte[] secret;
    private final Supplier<String> issuer;

    /** @param issuer that is set, or the empty text */
    ArrivalFilter(String secret, Supplier<String> issuer) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.issuer = issuer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String shown = request.getHeader(InternalClients.SECRET_HEADER);
        if (shown == null || !MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, response));
        try {
            chain.doFilter(new PublicRequest(request, address(request)), response);
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    private URI address(HttpServletRequest request) {
        String set = issuer.get();
        String origin = request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
        String shown = ServerAddress.of(request.getHeader(ServerAddress.HEADER), origin)
                .server();
        return URI.create(set.isEmpty() ? shown : set);
    }
}
