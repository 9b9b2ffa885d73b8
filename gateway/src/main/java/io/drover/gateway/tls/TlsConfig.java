package io.drover.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import javax.net.ssl.SSLException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/**
 * How the public port speaks TLS: 1.3 and 1.2, HTTP/2 where the client can, HTTP/1.1 for everybody else and for WebSockets;
 * ciphers with forward secrecy only (those HTTP/2 allows).
 */
public final class TlsConfig {
    /** Requests at once on one connection of HTTP/2. */
    private static final int STREAMS = 256;

    private TlsConfig() {}

    /** @param headBytes of a request's headers at most */
    public static HttpServer secured(HttpServer plain, ServerKeys keys, int headBytes) {
        SslContext context = context(keys);
        return plain.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .http2Settings(settings -> settings.maxHeaderListSize(headBytes).maxConcurrentStreams(STREAMS))
                .secure(spec -> spec.sslContext(context));
    }

    private static SslContext context(ServerKeys keys) {
        try {
            return SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java cannot speak TLS as a server", e);
        }
    }
}
