package io.drover.api.web;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Filters of about 16 KB in a query must work (spec: api contract, section 1); the server's default is 4 KB. */
@Configuration(proxyBeanMethods = false)
class LongRequestConfig {
    private static final int BYTES = 32 * 1024;

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> longRequests() {
        return factory -> factory.addServerCustomizers(server -> server.httpRequestDecoder(
                decoder -> decoder.maxInitialLineLength(BYTES).maxHeaderSize(BYTES)));
    }
}
