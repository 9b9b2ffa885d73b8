package io.drover.api.web;

import io.drover.api.ApiError;
import io.drover.api.ApiErrors;
import io.drover.api.render.HtmlPage;
import io.drover.runtime.Ids;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every error of a request by the table {@link ApiErrors}; faults are logged here, once, with the answer's id. */
public final class ApiErrorHandler implements WebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiErrorHandler.class);

    private final JsonMapper json;
    private final Ids ids;

    public ApiErrorHandler(JsonMapper json, Ids ids) {
        this.json = json;
        this.ids = ids;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(thrown);
        }
        ApiError error = ApiErrors.of(thrown);
        String id = ids.uuid();
        if (ApiErrors.isFault(error)) {
            log.error(
                    "error {}: {} {} failed",
                    id,
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath().value(),
                    thrown);
        }
        response.setStatusCode(HttpStatusCode.valueOf(error.status()));
        if (error.retryAfterSeconds() > 0) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(error.retryAfterSeconds()));
        }
        boolean isPage = isPageWanted(exchange.getRequest());
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, isPage ? HtmlPage.CONTENT_TYPE : ResourceApiHandler.JSON);
        byte[] body = isPage
                ? HtmlPage.of(error.body(id), "").getBytes(StandardCharsets.UTF_8)
                : json.writeValueAsBytes(error.body(id));
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static boolean isPageWanted(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return request.getMethod() == HttpMethod.GET
                && HtmlPage.isWanted(
                        request.getQueryParams().getFirst("_format"),
                        headers.getFirst(HttpHeaders.USER_AGENT),
                        headers.getFirst(HttpHeaders.ACCEPT));
    }
}
