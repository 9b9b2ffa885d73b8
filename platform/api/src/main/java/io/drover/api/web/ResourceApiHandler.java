package io.drover.api.web;

import io.drover.api.audit.AuditObjects;
import io.drover.api.render.HtmlPage;
import io.drover.api.request.ApiPath;
import io.drover.api.request.BodyReader;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side of the resource API: reads a request, sends the answer with the contract's headers. */
final class ResourceApiHandler {
    static final String BASE_HEADER = "X-Drover-Base";
    static final String CLIENT_IP_HEADER = "X-API-Client-IP";
    static final String JSON = "application/json; charset=utf-8";

    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final byte[] NOTHING = {};

    private final ResourceCallHandler calls;
    private final AuditCallHandler audit;
    private final BodyReader bodies;
    private final JsonMapper json;
    private final Clock clock;

    ResourceApiHandler(ResourceCallHandler calls, AuditCallHandler audit, JsonMapper json, Clock clock) {
        this.calls = calls;
        this.audit = audit;
        this.bodies = new BodyReader(json);
        this.json = json;
        this.clock = clock;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.zip(CallerHandler.current(), body(request), (caller, body) -> read(request, caller, body))
                .flatMap(call -> audit.around(
                                call, header(request, CLIENT_IP_HEADER), Mono.defer(() -> calls.answer(call)))
                        .doOnError(
                                _ -> setObjects(request.exchange().getResponse().getHeaders(), request, call, null))
                        .flatMap(reply -> send(request, call, reply)));
    }

    private ApiCall read(ServerRequest request, Caller caller, byte[] body) {
        Map<String, List<String>> query = request.queryParams();
        String override = request.queryParam("_method").orElse(null);
        ApiCall call = new ApiCall(
                caller,
                ApiCall.method(request.method().name(), override),
                ApiPath.parse(request.path()),
                query,
                bodies.read(body, header(request, HttpHeaders.CONTENT_TYPE)),
                base(request),
                clock.instant());
        return call.translated(ApiPath.isV1(request.path()));
    }

    private static Mono<byte[]> body(ServerRequest request) {
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), MAX_BODY)
                .map(ResourceApiHandler::bytes)
                .defaultIfEmpty(NOTHING);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<ServerResponse> send(ServerRequest request, ApiCall call, Reply reply) {
        ServerResponse.BodyBuilder response = ServerResponse.status(reply.status())
                .headers(headers -> setHeaders(headers, call, header(request, CLIENT_IP_HEADER)))
                .headers(headers -> setObjects(headers, request, call, reply));
        if (reply.body() == null) {
            return response.build();
        }
        if (isPageWanted(request, call)) {
            return response.header(HttpHeaders.CONTENT_TYPE, HtmlPage.CONTENT_TYPE)
                    .bodyValue(HtmlPage.of(reply.body(), call.base()).getBytes(StandardCharsets.UTF_8));
        }
        boolean isRenamed = header(request, ActionLinks.HEADER) != null;
        return response.header(HttpHeaders.CONTENT_TYPE, JSON)
                .bodyValue(json.writeValueAsBytes(isRenamed ? ActionLinks.renamed(reply.body()) : reply.body()));
    }

    private static boolean isPageWanted(ServerRequest request, ApiCall call) {
        return call.method().equals("GET")
                && HtmlPage.isWanted(
                        call.parameter("_format"),
                        header(request, HttpHeaders.USER_AGENT),
                        header(request, HttpHeaders.ACCEPT));
    }

    /** For the gateway's audit row, also of what was refused. */
    private void setObjects(HttpHeaders headers, ServerRequest request, ApiCall call, @Nullable Reply reply) {
        String objects = audit.objects(call, header(request, AuditObjects.HEADER), reply == null ? null : reply.body());
        if (objects != null) {
            headers.set(AuditObjects.HEADER, objects);
        }
    }

    /** Spec: api contract, section 2. */
    private static void setHeaders(HttpHeaders headers, ApiCall call, @Nullable String clientIp) {
        Caller caller = call.caller();
        var environment = caller.environment();
        headers.set("X-API-Schemas", call.view().base() + "/schemas");
        headers.set(
                "X-API-ACCOUNT-ID",
                environment == null
                        ? caller.account().toString()
                        : environment.id().toString());
        headers.set("X-API-USER-ID", caller.account().toString());
        headers.set("X-API-ACCOUNT-KIND", caller.accountKind());
        headers.set("X-API-ACCOUNT-NAME", HeaderText.of(caller.accountName()));
        if (clientIp != null) {
            headers.set(CLIENT_IP_HEADER, HeaderText.of(clientIp));
        }
    }

    /** What the gateway says; a request that came past it is answered with its own address. */
    private static String base(ServerRequest request) {
        String given = header(request, BASE_HEADER);
        if (given != null) {
            return given;
        }
        URI uri = request.uri();
        String version = ApiPath.isV1(request.path()) ? "/v1" : "/v2-beta";
        return uri.getScheme() + "://" + uri.getAuthority() + version;
    }

    private static @Nullable String header(ServerRequest request, String name) {
        return request.headers().firstHeader(name);
    }
}
