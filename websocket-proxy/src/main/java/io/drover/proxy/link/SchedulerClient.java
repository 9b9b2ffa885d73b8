package io.drover.proxy.link;

import io.drover.model.HostId;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.Hello;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.runtime.call.PartUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scheduler-service is asked on behalf of agents (architecture: internal endpoints). */
public final class SchedulerClient {
    static final String PART = "scheduler-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Vault may be behind it, which has 5 s of its own. */
    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(8);

    /** A thousand agents that come back at once are let in by and by; the rest tries again after a jittered pause. */
    private static final int HELLOS = 64;

    private static final int REPORTS = 256;

    private final WebClient requests;
    private final WebClient streams;
    private final JsonMapper json;
    private final Guarded hellos;
    private final Guarded reports;
    private final Guarded registries;
    private final Guarded documents;

    /**
     * @param requests with the suite's secret
     * @param streams the same with a pool of its own: each linked host holds one connection
     */
    public SchedulerClient(WebClient requests, WebClient streams, JsonMapper json, int maxLinks, MeterRegistry meters) {
        this.requests = requests;
        this.streams = streams;
        this.json = json;
        this.hellos = new Guarded(CallPolicy.request(PART, TIMEOUT, HELLOS), meters);
        this.reports = new Guarded(CallPolicy.request(PART + " (reports)", TIMEOUT, REPORTS), meters);
        this.registries = new Guarded(CallPolicy.request(PART + " (registries)", REGISTRY_TIMEOUT, REPORTS), meters);
        this.documents = new Guarded(CallPolicy.silentStream(PART + " (documents)", maxLinks), meters);
    }

    /** An agent's first words, with who it is. */
    public record HelloRequest(
            long agent, long environment, String environmentUuid, String environmentName, Hello hello) {}

    private record HelloAnswer(long host) {}

    /** The host the agent speaks for; {@link Refused} if the scheduler does not want it. */
    Mono<HostId> hello(HelloRequest request) {
        return hellos.mono(requests.post()
                        .uri("/internal/hosts/hello")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(request)
                        .retrieve()
                        .bodyToMono(HelloAnswer.class))
                .map(answer -> new HostId(answer.host()))
                .onErrorMap(WebClientResponseException.class, this::refused);
    }

    /** The host's document from a version on. Being open is the host's lease on life. */
    Flux<JsonNode> desired(HostId host, DocumentVersion known) {
        return documents
                .flux(InternalClients.ndjson(
                        () -> streams.get()
                                .uri(uri -> uri.path("/internal/hosts/{host}/desired")
                                        .queryParam("generation", known.generation())
                                        .queryParam("epoch", known.epoch())
                                        .queryParam("revision", known.revision())
                                        .build(host.value())),
                        JsonNode.class))
                .onErrorMap(WebClientResponseException.class, this::refused);
    }

    /** @return the acknowledgement's JSON */
    Mono<byte[]> observed(HostId host, byte[] batch) {
        return reports.mono(requests.post()
                        .uri("/internal/hosts/{host}/observed", host.value())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(batch)
                        .retrieve()
                        .bodyToMono(byte[].class))
                .onErrorMap(
                        WebClientResponseException.InternalServerError.class,
                        failed -> new Failed("%s failed at a report (status 500)".formatted(PART), failed))
                .onErrorMap(WebClientResponseException.class, this::refused);
    }

    /** @return the JSON of how a host may pull an image */
    Mono<byte[]> registry(HostId host, byte[] question) {
        return registries
                .mono(requests.post()
                        .uri("/internal/hosts/{host}/registry", host.value())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(question)
                        .retrieve()
                        .bodyToMono(byte[].class))
                .onErrorMap(WebClientResponseException.class, this::refused);
    }

    /** A 4xx is the scheduler's word; anything else may pass. */
    private RuntimeException refused(WebClientResponseException answer) {
        return answer.getStatusCode().is4xxClientError()
                ? new Refused(sentence(answer))
                : new PartUnavailable(
                        PART,
                        "%s failed (status %d); try again"
                                .formatted(PART, answer.getStatusCode().value()),
                        TIMEOUT,
                        answer);
    }

    private String sentence(WebClientResponseException answer) {
        String body = answer.getResponseBodyAsString();
        try {
            JsonNode error = json.readTree(body);
            String detail = error.path("detail").asString("");
            return detail.isEmpty() ? error.path("message").asString(answer.getMessage()) : detail;
        } catch (tools.jackson.core.JacksonException _) {
            return body.isBlank() ? answer.getMessage() : body;
        }
    }

    /** The scheduler is there and cannot take in what it was told. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The scheduler says no, and why; asking again does not help. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
