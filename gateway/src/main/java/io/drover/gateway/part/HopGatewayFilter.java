package io.drover.gateway.part;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import reactor.netty.http.client.HttpClient;

/**
 * The hop to a service, as the framework makes it, but of its filters of headers only the one that is needed: each makes a copy of
 * all headers, there and back, and what may pass was decided at the entry.
 */
public final class HopGatewayFilter extends NettyRoutingFilter {
    private static final List<HttpHeadersFilter> FILTERS = List.of(new RemoveHopByHopHeadersFilter());

    public HopGatewayFilter(
            HttpClient client, ObjectProvider<List<HttpHeadersFilter>> filters, HttpClientProperties settings) {
        super(client, filters, settings);
    }

    @Override
    public List<HttpHeadersFilter> getHeadersFilters() {
        return FILTERS;
    }
}
