package io.drover.gateway.entry;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
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

    ServerHttpRequest apply(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > most) {
            throw tooLarge();
        }
        return new Limited(request, most);
    }

    private DataBufferLimitException tooLarge() {
        return new DataBufferLimitException("the body is larger than " + most + " bytes");
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
                throw new DataBufferLimitException("the body is larger than " + most + " bytes");
            }
            return buffer;
        }
    }
}
