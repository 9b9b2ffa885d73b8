package io.drover.gateway.entry;

import io.drover.api.ApiException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** Ends a request whose body is larger than accepted (413), declared or not. */
final class BodyLimitGatewayFilter {
    private final long most;

    /** @param most bytes */
    BodyLimitGatewayFilter(long most) {
        this.most = most;
    }

    /** @param headers instead of the request's own */
    ServerHttpRequest apply(ServerHttpRequest request, HttpHeaders headers) {
        if (headers.getContentLength() > most) {
            throw tooLarge(most);
        }
        return new Limited(request, headers, most);
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
        private final HttpHeaders headers;
        private final long most;

        Limited(ServerHttpRequest request, HttpHeaders headers, long most) {
            super(request);
            this.headers = headers;
            this.most = most;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
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
