package io.drover.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drover.model.trust.Fingerprint;
import io.drover.model.trust.ServerTrust;
import io.drover.testkit.TestCertificates;
import io.drover.testkit.TestCertificates.Leaf;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Real servers and clients on loopback. */
class TlsTest {
    private static final Instant NOW = Instant.now();
    private static final TestCertificates CA = new TestCertificates("Test authority", NOW);
    private static final TestCertificates OTHER_CA = new TestCertificates("Other authority", NOW);

    /** A line between the lines that is no base64. */
    private static final String DAMAGED =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ§$%YDK2Vw\n=x=\n-----END PRIVATE KEY-----\n";

    @TempDir
    static Path folder;

    private static DisposableServer server(ServerKeys keys) {
        return TlsConfig.secured(HttpServer.create().host("127.0.0.1").port(0), keys, 32 * 1024)
                .handle((request, response) ->
                        response.sendString(Mono.just(request.version().text())))
                .bindNow();
    }

    private static Certificate read(Leaf leaf) {
        return Certificate.ofPem(leaf.chainPem(), leaf.keyPem());
    }

    private static HttpResponse<String> get(int port, ServerTrust trust) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trust.context())
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static ServerTrust authority(TestCertificates ca) throws IOException {
        Path file = Files.createTempFile(folder, "ca", ".pem");
        Files.writeString(file, ca.pem());
        return new ServerTrust.Authority(file);
    }

    private static ServerTrust pinned(java.security.cert.X509Certificate certificate) {
        return new ServerTrust.Pinned(Fingerprint.of(certificate));
    }

    interface TrustOf {
        ServerTrust of(Leaf leaf) throws IOException;
    }

    /** @param refusal a word of the reason; null: it is believed */
    record Case(
            String name, Leaf leaf, TrustOf trust, @Nullable String refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Leaf GOOD = CA.good(NOW, "127.0.0.1");
    private static final Leaf ELSEWHERE = CA.good(NOW, "drover.example");
    private static final Leaf EXPIRED = CA.expired(NOW, "127.0.0.1");

    static final List<Case> CASES = List.of(
            new Case("its authority", GOOD, _ -> authority(CA), null),
            new Case("its authority, RSA", CA.rsa(NOW, "127.0.0.1"), _ -> authority(CA), null),
            new Case("another authority", GOOD, _ -> authority(OTHER_CA), "path"),
            new Case("no authority this Java knows", GOOD, _ -> ServerTrust.KNOWN, "path"),
            new Case("wrong name", ELSEWHERE, _ -> authority(CA), "127.0.0.1"),
            new Case("expired", EXPIRED, _ -> authority(CA), "validity"),
            new Case("pinned", GOOD, leaf -> pinned(leaf.certificate()), null),
            new Case("pinned, made out to another name", ELSEWHERE, leaf -> pinned(leaf.certificate()), null),
            new Case("pinned, expired", EXPIRED, leaf -> pinned(leaf.certificate()), null),
            new Case("another one pinned", GOOD, _ -> pinned(ELSEWHERE.certificate()), "fingerprint"),
            new Case("authority pinned", GOOD, leaf -> pinned(leaf.authority()), null),
            new Case("authority pinned, wrong name", ELSEWHERE, leaf -> pinned(leaf.authority()), "127.0.0.1"),
            new Case("authority pinned, expired", EXPIRED, leaf -> pinned(leaf.authority()), "validity"),
            new Case("another authority pinned", GOOD, _ -> pinned(OTHER_CA.own()), "fingerprint"));

    @ParameterizedTest
    @FieldSource("CASES")
    void clientsBelieveWhomTheyShould(Case given) throws Exception {
        DisposableServer server = server(new ServerKeys(read(given.leaf())));
        try {
            ServerTrust trust = given.trust().of(given.leaf());
            if (given.refusal() == null) {
                assertThat(get(server.port(), trust).statusCode()).isEqualTo(200);
            } else {
                assertThatThrownBy(() -> get(server.port(), trust))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining(given.refusal());
            }
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void anAuthorityThatIsSentAlongButDidNotSignIsOfNoUse() throws Exception {
        Leaf mine = OTHER_CA.good(NOW, "127.0.0.1");
        var keys = new ServerKeys(new Certificate(mine.key(), List.of(mine.certificate(), CA.own())));
        DisposableServer server = server(keys);
        try {
            assertThatThrownBy(() -> get(server.port(), pinned(CA.own()))).isInstanceOf(SSLHandshakeException.class);
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void speaksHttp2ToWhoCanAndHttp11ToOthers() throws Exception {
        DisposableServer server = server(new ServerKeys(read(GOOD)));
        try {
            assertThat(get(server.port(), authority(CA)).version()).isEqualTo(HttpClient.Version.HTTP_2);
            try (HttpClient old = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(authority(CA).context())
                    .build()) {
                var answer = old.send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("HTTP/1.1");
            }
        } finally {
            server.disposeNow();
        }
    }

    record Version(String protocol, boolean isSpoken) {}

    static final List<Version> VERSIONS =
            List.of(new Version("TLSv1.3", true), new Version("TLSv1.2", true), new Version("TLSv1.1", false));

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void speaksNothingOlderThanTls12(Version given) throws Exception {
        DisposableServer server = server(new ServerKeys(read(GOOD)));
        try (SSLSocket socket = (SSLSocket)
                pinned(GOOD.certificate()).context().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {given.protocol()});
            if (given.isSpoken()) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(given.protocol());
            } else {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
            }
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void aChangedCertificateIsTakenUpAndABrokenOneIsNot() throws Exception {
        Leaf next = CA.rsa(NOW, "127.0.0.1");
        var files = new CertificateFiles(folder.resolve("server.pem"), folder.resolve("server.key"));
        write(files, GOOD.chainPem(), GOOD.keyPem());
        ServerKeys keys = new ServerKeys(files.read());
        DisposableServer server = server(keys);
        try (var watch = CertificateWatch.start(files, keys, Duration.ofMillis(20))) {
            assertThat(get(server.port(), pinned(GOOD.certificate())).statusCode())
                    .isEqualTo(200);

            write(files, next.chainPem(), GOOD.keyPem()); // half of the change
            write(files, next.chainPem(), DAMAGED);
            await().pollDelay(Duration.ofMillis(200)).until(() -> true); // seen, and refused
            write(files, next.chainPem(), next.keyPem());
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> keys.current().fingerprint().equals(Fingerprint.of(next.certificate())));
            assertThat(get(server.port(), pinned(next.certificate())).statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> get(server.port(), pinned(GOOD.certificate())))
                    .isInstanceOf(SSLHandshakeException.class);

            Files.delete(files.certificate());
            assertThat(get(server.port(), pinned(next.certificate())).statusCode())
                    .isEqualTo(200);
            assertThat(watch).isNotNull();
        } finally {
            server.disposeNow();
        }
    }

    private static void write(CertificateFiles files, String chain, String key) throws IOException {
        Files.writeString(files.certificate(), chain);
        Files.writeString(files.key(), key);
    }

    @Test
    void aHandshakeThatBeganBeforeTheChangeEndsWithTheFormerKey() {
        ServerKeys keys = new ServerKeys(read(GOOD));
        String alias = java.util.Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));
        keys.change(read(CA.rsa(NOW, "127.0.0.1")));
        assertThat(keys.getPrivateKey(alias)).isEqualTo(GOOD.key());
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNotEqualTo(alias);
    }

    record Broken(String certificates, String key, String sentence) {}

    static final List<Broken> BROKEN = List.of(
            new Broken("", GOOD.keyPem(), "the certificate file has no certificate in it"),
            new Broken(GOOD.chainPem(), "", "the key file has no private key in it"),
            new Broken(GOOD.chainPem(), ELSEWHERE.keyPem(), "the key is not the key of the first certificate"),
            new Broken(GOOD.chainPem(), CA.rsa(NOW, "x").keyPem(), "the key is not the key of the first certificate"),
            new Broken(
                    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                    GOOD.keyPem(),
                    "the certificate file is no PEM file of certificates"),
            new Broken(
                    GOOD.chainPem(),
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                    "the key file is no PEM file of a private key"));

    @ParameterizedTest
    @FieldSource("BROKEN")
    void saysWhatIsWrongWithTheFiles(Broken given) {
        assertThatThrownBy(() -> Certificate.ofPem(given.certificates(), given.key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(given.sentence());
    }

    @Test
    void makesACertificateOnceAndKeepsItsKeyToItself() throws Exception {
        Path own = folder.resolve("made").resolve("tls");
        Function<List<String>, Certificate> made = names -> {
            try {
                return CertificateFiles.selfSigned(own, () -> names, NOW, new SecureRandom())
                        .read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        Certificate first = made.apply(List.of("host", "127.0.0.1", "::1"));
        assertThat(first.names()).containsExactly("host", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(first.validUntil()).isAfter(NOW.plus(Duration.ofDays(3000)));
        assertThat(made.apply(List.of("other")).fingerprint()).isEqualTo(first.fingerprint());
        assertThat(Files.getPosixFilePermissions(own.resolve("key.pem")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

        DisposableServer server = server(new ServerKeys(first));
        try {
            assertThat(get(server.port(), new ServerTrust.Pinned(first.fingerprint()))
                            .statusCode())
                    .isEqualTo(200);
            Path file = own.resolve("certificate.pem");
            assertThat(get(server.port(), new ServerTrust.Authority(file)).statusCode())
                    .isEqualTo(200);
        } finally {
            server.disposeNow();
        }
    }
}
