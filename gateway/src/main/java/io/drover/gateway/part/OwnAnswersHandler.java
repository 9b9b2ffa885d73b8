package io.drover.gateway.part;

import io.drover.api.ApiException;
import io.drover.api.render.HtmlPage;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.routing.RoutingTable;
import java.nio.charset.StandardCharsets;
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
    private static final List<String> VERSIONS = List.of("v1", "v2-beta");

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
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", server + "/");
        links.put("latest", server + "/v2-beta");
        tree.put("links", links);
        tree.put("createTypes", Map.of());
        tree.put("actions", Map.of());
        tree.put("data", VERSIONS.stream().map(id -> version(server, id)).toList());
        tree.put("sortLinks", Map.of());
        tree.put("pagination", null);
        tree.put("sort", null);
        tree.put("filters", Map.of());
        tree.put("createDefaults", Map.of());
        return answer(request, Mono.just(tree));
    }

    private static Map<String, @Nullable Object> version(String server, String id) {
        Map<String, @Nullable Object> version = new LinkedHashMap<>();
        version.put("id", id);
        version.put("type", "apiVersion");
        version.put("links", Map.of("self", server + "/" + id));
        version.put("actions", Map.of());
        return version;
    }

    /** The index, all schemas or one, or all of them as one OpenAPI document. */
    public Mono<ServerResponse> merged(ServerRequest request) {
        Arrival arrival = arrival(request);
        var question = new SchemasClient.Question(
                arrival,
                request.queryParam("_role").filter(role -> !role.isBlank()).orElse(null));
        boolean isOne = arrival.destination().resourceId() != null;
        return switch (arrival.destination().resourceType()) {
            case "" -> answer(request, schemas.index(question));
            case RoutingTable.OPEN_API -> answer(request, isOne ? nothing() : schemas.openApi(question));
            default -> answer(request, isOne ? schemas.one(question) : schemas.all(question));
        };
    }

    private static Mono<Map<String, @Nullable Object>> nothing() {
        return Mono.error(new ApiException.NotFound("there is nothing below " + RoutingTable.OPEN_API));
    }

    private Mono<ServerResponse> answer(ServerRequest request, Mono<Map<String, @Nullable Object>> tree) {
        Arrival arrival = arrival(request);
        if (!arrival.method().equals("GET")) {
            return Mono.error(new ApiException.NotAllowed(null, "only GET is offered at this path"));
        }
        boolean isPage = HtmlPage.isWanted(
                request.queryParam("_format").orElse(null),
                request.headers().firstHeader(HttpHeaders.USER_AGENT),
                request.headers().firstHeader(HttpHeaders.ACCEPT));
        return tree.flatMap(body -> ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, isPage ? HtmlPage.CONTENT_TYPE : JSON)
                .bodyValue(
                        isPage
                                ? HtmlPage.of(body, arrival.base()).getBytes(StandardCharsets.UTF_8)
                                : json.writeValueAsBytes(body)));
    }

    private static Arrival arrival(ServerRequest request) {
        return (Arrival) request.attribute(Arrival.ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("the request did not come through the entry"));
    }
}
