package io.drover.identity.api.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** A request as its client made it: to the server's public address, not to the port of this context. */
final class PublicRequest extends HttpServletRequestWrapper {
    static final String CLIENT_ADDRESS = "X-API-Client-IP";

    private final URI address;

    /** @param address scheme, host and port of the server as clients know it */
    PublicRequest(HttpServletRequest request, URI address) {
        super(request);
        this.address = address;
    }

    /** The address of the client whose request this thread answers; the empty text if there is none. */
    static String clientAddress() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? clientAddress(attributes.getRequest())
                : "";
    }

    /** Whether the request that this thread answers is for that path. */
    static boolean isAt(String path) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getRequest().getRequestURI().equals(path);
    }

    static String clientAddress(HttpServletRequest request) {
        String address = request.getHeader(CLIENT_ADDRESS);
        return address == null ? "" : address;
    }

    @Override
    public String getScheme() {
        return address.getScheme();
    }

    @Override
    public String getServerName() {
        return address.getHost();
    }

    @Override
    public int getServerPort() {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    @Override
    public boolean isSecure() {
        return "https".equals(address.getScheme());
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(address.toString()).append(getRequestURI());
    }
}
