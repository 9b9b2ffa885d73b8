package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.gateway.routing.Target;
import io.drover.runtime.call.InternalClients;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Who may see the gateway's own health and metrics on the public port: holders of the suite's secret, and callers on this very
 * machine that no proxy speaks for. For others there is nothing there. {@code /ping} is for everybody.
 */
final class OwnAccess {
    private final byte[] secret;

    OwnAccess(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ApiException.NotFound the caller may not see it */
    void require(Target target, ServerHttpRequest request) {
        if (target == Target.ACTUATOR && !showsSecret(request) && !isLocal(request)) {
            throw new ApiException.NotFound("there is nothing at '/actuator': the API begins at /v2-beta");
        }
    }

    private boolean showsSecret(ServerHttpRequest request) {
        String shown = request.getHeaders().getFirst(InternalClients.SECRET_HEADER);
        return shown != null && MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLocal(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        HttpHeaders headers = request.getHeaders();
        boolean isSpokenFor = headers.containsHeader("X-Forwarded-For")
                || headers.containsHeader("Forwarded")
                || headers.containsHeader("Via");
        return !isSpokenFor
                && peer != null
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }
}
