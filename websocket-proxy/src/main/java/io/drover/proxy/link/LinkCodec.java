package io.drover.proxy.link;

import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedAck;
import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records to payloads and back: JSON as data, the route's name as metadata. */
public final class LinkCodec {
    private final JsonMapper json;

    public LinkCodec(JsonMapper json) {
        // An older agent leaves out what it does not know yet; that is its default, not an error.
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    public Payload data(Object value) {
        return DefaultPayload.create(json.writeValueAsBytes(value));
    }

    public Payload routed(LinkRoute route, Object value) {
        return DefaultPayload.create(json.writeValueAsBytes(value), route.wire().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads and releases the payload. */
    public <T> T read(Payload payload, Class<T> type) {
        return json.readValue(bytes(payload), type);
    }

    /** The acknowledgement of a report, as its JSON. */
    byte[] acknowledged(byte[] report) {
        return json.writeValueAsBytes(
                new ObservedAck(json.readTree(report).path("sequence").asLong(0)));
    }

    /** Takes the payload's data and releases it. */
    static byte[] bytes(Payload payload) {
        try {
            byte[] bytes = new byte[payload.data().readableBytes()];
            payload.data().readBytes(bytes);
            return bytes;
        } finally {
            payload.release();
        }
    }

    static Optional<LinkRoute> route(Payload payload) {
        String name = payload.getMetadataUtf8();
        return Stream.of(LinkRoute.values())
                .filter(route -> route.wire().equals(name))
                .findFirst();
    }
}
