package io.drover.agent.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.link.LinkRoute;
import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Records to payloads and back: JSON as data, the route's name as metadata. Unknown fields are ignored, so both ends can age. */
public final class LinkCodec {
    private final ObjectMapper json;

    public LinkCodec(ObjectMapper json) {
        this.json = json;
    }

    /** The mapper all of the agent's JSON goes through. */
    public static ObjectMapper mapper() {
        return new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    public Payload data(Object value) {
        return DefaultPayload.create(bytes(value));
    }

    public Payload routed(LinkRoute route, Object value) {
        return DefaultPayload.create(bytes(value), name(route));
    }

    public Payload routed(LinkRoute route) {
        return DefaultPayload.create(new byte[0], name(route));
    }

    private static byte[] name(LinkRoute route) {
        return route.wire().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if the payload names no route that is known here. */
    public static Optional<LinkRoute> route(Payload payload) {
        String name = payload.getMetadataUtf8();
        return Stream.of(LinkRoute.values())
                .filter(route -> route.wire().equals(name))
                .findFirst();
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For values whose type says how to write them, such as the frames of a sealed interface. */
    public <T> Payload data(T value, TypeReference<T> type) {
        try {
            return DefaultPayload.create(json.writerFor(type).writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads and releases the payload. */
    public <T> T read(Payload payload, Class<T> type) {
        try {
            byte[] bytes = new byte[payload.data().readableBytes()];
            payload.data().readBytes(bytes);
            return json.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        } finally {
            payload.release();
        }
    }
}
