package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.api.request.BodyReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the bodies of small forms before they are passed on: a browser may show its CSRF token there, and whoever shows no other
 * credential a session's token (spec: api contract, section 10). Only bodies that say that they are a form and small are held in memory; all others flow through unread.
 */
final class FormBodyGatewayFilter {
    static final String TOKEN = "token";

    private static final int MOST = 16 * 1024;

    private final BodyReader reader = new BodyReader(JsonMapper.builder().build());

    /** @param request to be passed on instead; its body is read from memory */
    record Form(ServerHttpRequest request, Map<String, @Nullable Object> fields) {
        @Nullable
        String field(String name) {
            Object value = fields.get(name);
            return value == null ? null : value.toString();
        }

        /** Without the credential in its field {@code token}, which stays here as the one in a query does. */
        Form withoutToken() {
            return request instanceof Replayed replayed ? new Form(replayed.withoutToken(), fields) : this;
        }
    }

    static boolean isSmallForm(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        long length = headers.getContentLength();
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
                && length > 0
                && length <= MOST;
    }

    Mono<Form> read(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), MOST)
                .map(FormBodyGatewayFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .map(bytes -> new Form(new Replayed(request, bytes), fields(bytes)));
    }

    private Map<String, @Nullable Object> fields(byte[] bytes) {
        try {
            return reader.read(bytes, MediaType.APPLICATION_FORM_URLENCODED_VALUE);
        } catch (ApiException.BadRequest malformed) {
            // Its service says so, to whom it may.
            return Map.of();
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static final class Replayed extends ServerHttpRequestDecorator {
        private final byte[] body;

        Replayed(ServerHttpRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        /** As many bytes as before: the length is said in the head, and {@code &} between pairs may stand several times. */
        Replayed withoutToken() {
            List<String> pairs = new ArrayList<>();
            for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
                String name = URLDecoder.decode(pair.split("=", 2)[0].strip(), StandardCharsets.ISO_8859_1);
                pairs.add(name.equals(TOKEN) ? "&".repeat(pair.length()) : pair);
            }
            return new Replayed(getDelegate(), String.join("&", pairs).getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
        }
    }
}
