package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;

class TlsOptionsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    Path data;

    private TlsOptions.Choice choice(String... arguments) throws Exception {
        TlsOptions options = new TlsOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("tls", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options.choice(data, NOW, new SecureRandom());
    }

    record Wrong(List<String> arguments, String sentence) {}

    static final List<Wrong> WRONG = List.of(
            new Wrong(List.of("--tls", "on"), "--tls (DROVER_TLS) is 'on': the only value is 'self-signed'"),
            new Wrong(List.of("--tls-cert", "a"), "--tls-key is missing"),
            new Wrong(List.of("--tls-key", "a"), "--tls-cert is missing"),
            new Wrong(List.of("--tls", "self-signed", "--tls-cert", "a", "--tls-key", "b"), "give one of the two"),
            new Wrong(List.of("--redirect-port", "80"), "https, which is not switched on"));

    @ParameterizedTest
    @FieldSource("WRONG")
    void contradictionsAreSaid(Wrong given) {
        assertThatThrownBy(() -> choice(given.arguments().toArray(String[]::new)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(given.sentence());
    }

    @Test
    void withoutOptionsThereIsNoTls() throws Exception {
        assertThat(choice()).isEqualTo(new TlsOptions.Choice(null, false, 0));
    }

    @Test
    void filesOfOnesOwn() throws Exception {
        assertThat(choice("--tls-cert", "a", "--tls-key", "b", "--redirect-port", "8080"))
                .isEqualTo(new TlsOptions.Choice(new CertificateFiles(Path.of("a"), Path.of("b")), false, 8080));
    }

    @Test
    void aMadeCertificateIsForTheNamesGivenAndStays() throws Exception {
        CertificateFiles made =
                Objects.requireNonNull(choice("--tls", "self-signed", "--tls-name", "drover.example,192.0.2.1")
                        .files());
        assertThat(made.read().names()).containsExactly("drover.example", "192.0.2.1");
        CertificateFiles again =
                Objects.requireNonNull(choice("--tls", "self-signed").files());
        assertThat(again.read().fingerprint()).isEqualTo(made.read().fingerprint());
        assertThat(choice("--tls", "self-signed").isOwnWork()).isTrue();
    }

    record Way(
            @Nullable String host,
            String uri,
            int httpsPort,
            @Nullable String location) {}

    static final List<Way> WAYS = List.of(
            new Way("h", "/", 443, "https://h/"),
            new Way("h:80", "/v2-beta?x=1", 8443, "https://h:8443/v2-beta?x=1"),
            new Way("[::1]:80", "/a", 443, "https://[::1]/a"),
            new Way(null, "/", 443, null),
            new Way("a b", "/", 443, null),
            new Way("evil.example/x", "/", 443, null),
            new Way("h", "http://evil.example/", 443, null));

    @ParameterizedTest
    @FieldSource("WAYS")
    void thePlainPortLeadsToTheSameHostOnly(Way given) {
        assertThat(RedirectHandler.location(given.host(), given.uri(), given.httpsPort()))
                .isEqualTo(given.location());
    }
}
