package io.drover.identity.secret;

import io.drover.api.ApiException;
import io.drover.identity.setting.KnownSettings;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Asks the server of the setting {@code api.auth.local.validate.url}, if there is one, whether a new local password is good
 * enough (spec: identity sheet, 1.1): {@code POST {"secret": ...}}; 2xx is yes, 4xx with {@code {type, message}} is no and why.
 *
 * <p>Closed: without an answer no password is accepted. Redirects are not followed, so that the password goes where the
 * administrator said and nowhere else; of the answer only the message of a refusal is shown.
 */
public final class PasswordRuleClient {
    private static final String PART = "password check";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** The setting's longest, and a little. */
    private static final Duration LONGEST = Duration.ofSeconds(65);

    private static final int AT_ONCE = 8;
    private static final int LARGEST_ANSWER = 16 * 1024;
    private static final int LONGEST_MESSAGE = 1024;
    private static final ParameterizedTypeReference<Map<String, @Nullable Object>> TREE =
            new ParameterizedTypeReference<>() {};

    private final LiveSettings settings;
    private final WebClient http;
    private final Guarded guarded;

    public PasswordRuleClient(LiveSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.guarded = new Guarded(
                CallPolicy.request(PART, LONGEST, AT_ONCE),
                meters,
                error -> error instanceof PartUnavailable || Guarded.isTransportFault(error));
        this.http = WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create().followRedirect(false).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                                CONNECT.toMillis())))
                .build();
    }

    /** Empty if the password is accepted, or nobody is to be asked; else 422 with the server's reason, or 503. */
    public Mono<Void> require(String password) {
        return Mono.defer(() -> {
            String address = settings.text(KnownSettings.VALIDATE_URL, "");
            return address.isEmpty() ? Mono.empty() : ask(URI.create(address), password);
        });
    }

    private Mono<Void> ask(URI address, String password) {
        Duration patience = Duration.ofMillis(settings.number(KnownSettings.VALIDATE_TIMEOUT, 10_000));
        return guarded.mono(http.post()
                .uri(address)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("secret", password))
                .exchangeToMono(this::answered)
                .timeout(patience)
                .onErrorMap(TimeoutException.class, _ -> away("did not answer within " + patience.toMillis() + " ms")));
    }

    private Mono<Void> answered(ClientResponse answer) {
        if (answer.statusCode().is2xxSuccessful()) {
            return answer.releaseBody();
        }
        if (!answer.statusCode().is4xxClientError()) {
            return answer.releaseBody()
                    .then(Mono.error(
                            () -> away("answered " + answer.statusCode().value())));
        }
        return answer.bodyToMono(TREE)
                .onErrorResume(_ -> Mono.empty())
                .defaultIfEmpty(Map.of())
                .flatMap(body -> Mono.error(refusal(body.get("type"), body.get("message"))));
    }

    private static Throwable refusal(@Nullable Object type, @Nullable Object message) {
        return type == null || message == null
                ? away("refused the password without saying why: Incomplete JSON response")
                : new ApiException.InvalidField(
                        shown(type, "[^A-Za-z0-9]", 64), "secretValue", shown(message, "\\p{Cntrl}", LONGEST_MESSAGE));
    }

    private static String shown(Object value, String unwanted, int longest) {
        String text = String.valueOf(value).replaceAll(unwanted, "");
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private static PartUnavailable away(String what) {
        return new PartUnavailable(
                PART,
                "the server that checks new passwords (setting " + KnownSettings.VALIDATE_URL + ") " + what
                        + ": no password is changed until it does",
                Duration.ofSeconds(5),
                null);
    }
}
