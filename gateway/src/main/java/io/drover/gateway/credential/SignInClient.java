package io.drover.gateway.credential;

import io.drover.api.ApiException;
import io.drover.runtime.call.Guarded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks identity-service who is behind a credential ({@code POST /internal/token}). */
public final class SignInClient {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final String SENTENCE_UNKNOWN = "the credential is missing or not valid";

    private final WebClient identity;
    private final Guarded guarded;
    private final JsonMapper json;

    /** @param identity with the suite's secret */
    public SignInClient(WebClient identity, Guarded guarded, JsonMapper json) {
        this.identity = identity;
        this.guarded = guarded;
        this.json = json;
    }

    Mono<SignIn> signIn(Credential credential, @Nullable String environment, String path, String clientIp) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("scheme", credential.scheme());
        body.put("user", credential.user());
        body.put("secret", credential.secret());
        body.put("environment", environment);
        body.put("path", path);
        body.put("clientIp", clientIp);
        Mono<SignIn> call = identity.post()
                .uri("/internal/token")
                .bodyValue(body)
                .retrieve()
                .bodyToMono(Session.class)
                .<SignIn>map(SignIn.Granted::new)
                .onErrorResume(WebClientResponseException.class, this::refused);
        return guarded.mono(call);
    }

    /**
     * Refusals are answers. Who says when to come back is busy, not away: a crowd that signs in must not open the breaker for
     * everybody else. Anything else identity-service says about our own request is a fault.
     */
    private Mono<SignIn> refused(WebClientResponseException answer) {
        int status = answer.getStatusCode().value();
        JsonNode error = error(answer.getResponseBodyAsByteArray());
        String sentence = sentence(error);
        String later = answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        if (status == 400 || status == 401 || status == 403) {
            return Mono.just(new SignIn.Refused(status, code(error), sentence));
        }
        if (later == null || !SECONDS.matcher(later).matches()) {
            return Mono.error(answer);
        }
        int seconds = Integer.parseInt(later);
        return switch (status) {
            case 429 -> Mono.error(new ApiException.TooMany(seconds, sentence));
            case 503 -> Mono.error(new ApiException.Unavailable(seconds, sentence));
            default -> Mono.error(answer);
        };
    }

    private JsonNode error(byte[] body) {
        try {
            return json.readTree(body);
        } catch (tools.jackson.core.JacksonException noJson) {
            return json.createObjectNode();
        }
    }

    /** An error with a code of its own has its sentence in {@code message}, any other in {@code detail}. */
    private static String sentence(JsonNode error) {
        JsonNode detail = error.path("detail");
        return detail.isString() ? detail.asString() : error.path("message").asString(SENTENCE_UNKNOWN);
    }

    private static @Nullable String code(JsonNode error) {
        return error.path("detail").isString() || !error.path("message").isString()
                ? null
                : error.path("code").asString(null);
    }
}
