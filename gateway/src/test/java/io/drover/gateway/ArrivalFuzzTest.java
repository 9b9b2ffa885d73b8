package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.ApiException;
import io.drover.gateway.arrival.AddressRange;
import io.drover.gateway.arrival.Origin;
import io.drover.gateway.arrival.PassedHeaders;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.CredentialReader;
import io.drover.gateway.routing.MalformedPath;
import io.drover.gateway.routing.RoutingTable;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** Whatever the head of a request says: it is read or refused with a sentence, and nothing else happens. */
class ArrivalFuzzTest {
    private static final InetAddress PEER = InetAddress.getLoopbackAddress();
    private static final List<AddressRange> TRUSTED = List.of(AddressRange.parse("127.0.0.0/8"));

    @Property(tries = 1000)
    void credentials(@ForAll("heads") String authorization, @ForAll String cookie, @ForAll String parameter) {
        Credential read = CredentialReader.read(authorization, cookie, parameter);
        assertThat(read.scheme()).isNotEmpty();
    }

    @Property
    void namesAndSecretsAreReadAsTheyWereSent(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String user, @ForAll String secret) {
        String basic = Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
        Credential read = CredentialReader.read("Basic " + basic, null, null);
        assertThat(read.user()).isEqualTo(user);
        // A lone half of a pair is no text that UTF-8 could carry.
        assertThat(read.secret())
                .isEqualTo(new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void forwardedHeaders(@ForAll("headers") Map<String, String> headers) {
        try {
            Origin origin = Origin.of(PEER, "http", headers::get, TRUSTED);
            assertThat(origin.server()).matches("https?://[A-Za-z0-9._:\\[\\]-]+");
            assertThat(origin.clientIp()).matches("[0-9a-fA-F.:%a-z]+");
        } catch (ApiException.BadRequest refused) {
            assertThat(refused.code()).isEqualTo("InvalidHost");
        }
    }

    @Property(tries = 1000)
    void paths(@ForAll("paths") String path) {
        try {
            RoutingTable.route(path)
                    .ifPresent(destination -> assertThat(destination.upstreamPath())
                            .startsWith("/")
                            .doesNotContain("//", "/../"));
        } catch (MalformedPath refused) {
            assertThat(refused).hasMessageContaining("plain name");
        }
    }

    @Property(tries = 500)
    void whatIsDeclaredAboutTheConnection(@ForAll List<String> values, @ForAll String name) {
        PassedHeaders.passes(name, PassedHeaders.declared(values));
        assertThat(PassedHeaders.passes("Authorization", PassedHeaders.declared(values)))
                .isFalse();
    }

    @Provide
    Arbitrary<String> heads() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "Basic", "Basic ", "Basic :", "Basic Og==", "bearer", "Bearer  x", " ", "Basic !!!", "\u0000"),
                Arbitraries.strings().map(text -> "Basic " + text),
                Arbitraries.strings()
                        .map(text ->
                                "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))),
                Arbitraries.strings());
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names =
                Arbitraries.of("Host", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "host",
                        "host:80",
                        "[::1]:80",
                        "[",
                        "]",
                        "[]",
                        ",",
                        ",,",
                        "10.0.0.1:x",
                        "10.0.0.1, 127.0.0.1",
                        "::1",
                        "fe80::1%eth0",
                        "1.2.3",
                        "https",
                        "99999",
                        "a".repeat(5000),
                        "host:99999999999"),
                Arbitraries.strings().ofMaxLength(30));
        return Arbitraries.maps(names, values).ofMaxSize(5).map(HashMap::new);
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segments = Arbitraries.oneOf(
                Arbitraries.of(
                        "v2-beta",
                        "v1",
                        "projects",
                        "1a5",
                        "stacks",
                        "",
                        ".",
                        "..",
                        "%2e%2e",
                        "%2F",
                        "%",
                        "%zz",
                        "%00",
                        "a;b",
                        "openapi.json",
                        "subscribe",
                        "schemas",
                        "1as!name",
                        "%31a5"),
                Arbitraries.strings().ofMaxLength(10));
        return segments.list().ofMaxSize(6).map(list -> "/" + String.join("/", list));
    }
}
