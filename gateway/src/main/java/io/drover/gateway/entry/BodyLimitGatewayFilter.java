package io.drover.gateway.entry;

import io.drover.api.ApiException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/** Ends a request whose body is larger than accepted (413), declared or not. */
final class BodyLimitGatewayFilter {
    private final long most;

    /** @param most bytes */
    BodyLimitGatewayFilter(long most) {
        this.most = most;
    }

    /** @throws ApiException.TooLarge what the request declares is too large already */
    ServerWebExchange apply(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        long declared = headers.getContentLength();
        if (declared > most) {
            throw tooLarge(most);
        }
        boolean hasBody = declared > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return hasBody ? exchange.mutate().request(new Limited(request, most)).build() : exchange;
    }

    private static ApiException tooLarge(long most) {
        return new ApiException.TooLarge(
                "the request's body is larger than this server takes (%s): send less at once, or let its operator raise drover.gateway.max-body"
                        .formatted(size(most)));
    }

    private static String size(long bytes) {
        return bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + " MB" : bytes + " bytes";
    }

    private static final class Limited extends ServerHttpRequestDecorator {
        private final long most;

        Limited(ServerHttpRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> {
                long[] read = {0};
                return super.getBody().map(buffer -> counted(buffer, read));
            });
        }

        private DataBuffer counted(DataBuffer buffer, long[] read) {
            read[0] += buffer.readableByteCount();
            if (read[0] > most) {
                DataBufferUtils.release(buffer);
                throw tooLarge(most);
            }
            return buffer;
        }
    }
}
