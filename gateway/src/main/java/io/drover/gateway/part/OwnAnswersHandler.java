package io.drover.gateway.part;

import io.drover.api.ApiException;
import io.drover.gateway.entry.Arrival;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What the gateway answers itself: whether the suite is up, the API's versions, the joined index and schemas. */
public final class OwnAnswersHandler {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int RETRY_SECONDS = 1;

    private final PartsClient parts;
    private final SchemasClient schemas;
    private final JsonMapper json;

    public OwnAnswersHandler(PartsClient parts, SchemasClient schemas, JsonMapper json) {
        this.parts = parts;
        this.schemas = schemas;
        this.json = json;
    }

    public Mono<ServerResponse> ping(ServerRequest request) {
        return parts.health()
                .flatMap(health -> health.isUp()
                        ? ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue("pong")
                        : Mono.error(new ApiException.Unavailable(RETRY_SECONDS, health.sentence())));
    }

    /** Spec: api contract, section 1. */
    public Mono<ServerResponse> versions(ServerRequest request) {
        String server = arrival(request).origin().server();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("type", "collection");
        tree.put("resourceType", "apiVersion");
        tree.put("links", Map.of("latest", server + "/v2-beta", "self", server + "/"));
        tree.put(
                "data",
                List.of(Map.of("id", "v2-beta", "type", "apiVersion", "links", Map.of("self", server + "/v2-beta"))));
        return answer(request, Mono.just(tree));
    }

    /** The index, all schemas, or one. */
    public Mono<ServerResponse> merged(ServerRequest request) {
        Arrival arrival = arrival(request);
        boolean isIndex = arrival.destination().resourceType().isEmpty();
        boolean isOne = arrival.destination().resourceId() != null;
        if (isIndex) {
            return answer(request, schemas.index(arrival));
        }
        return answer(request, isOne ? schemas.one(arrival) : schemas.all(arrival));
    }

    private Mono<ServerResponse> answer(ServerRequest request, Mono<Map<String, @Nullable Object>> tree) {
        if (!arrival(request).method().equals("GET")) {
            return Mono.error(new ApiException.NotAllowed(null, "only GET is offered at this path"));
        }
        return tree.flatMap(body ->
                ServerResponse.ok().header(HttpHeaders.CONTENT_TYPE, JSON).bodyValue(json.writeValueAsBytes(body)));
    }

    private static Arrival arrival(ServerRequest request) {
        return (Arrival) request.attribute(Arrival.ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("the request did not come through the entry"));
    }
}
