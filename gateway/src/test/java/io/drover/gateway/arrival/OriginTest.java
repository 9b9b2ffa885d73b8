package io.drover.gateway.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static final List<AddressRange> PROXIES =
            List.of(AddressRange.parse("10.0.0.0/9"), AddressRange.parse("fd00::/8"));

    record Case(String name, String peer, Map<String, String> headers, String client, String server) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("direct", "192.0.2.1", Map.of("Host", "h:8080"), "192.0.2.1", "http://h:8080"),
            new Case(
                    "forged by a stranger",
                    "192.0.2.1",
                    Map.of(
                            "Host",
                            "h",
                            "X-Forwarded-For",
                            "6.6.6.6",
                            "X-Forwarded-Host",
                            "evil",
                            "X-Forwarded-Proto",
                            "https"),
                    "192.0.2.1",
                    "http://h"),
            new Case(
                    "just outside the trusted range",
                    "10.128.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "6.6.6.6"),
                    "10.128.0.1",
                    "http://h"),
            new Case(
                    "one proxy",
                    "10.127.255.255",
                    Map.of(
                            "Host",
                            "inner",
                            "X-Forwarded-For",
                            "192.0.2.7",
                            "X-Forwarded-Host",
                            "web",
                            "X-Forwarded-Proto",
                            "https"),
                    "192.0.2.7",
                    "https://web"),
            new Case(
                    "two proxies and a forged first entry",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "6.6.6.6, 192.0.2.7, 10.0.0.2"),
                    "192.0.2.7",
                    "http://h"),
            new Case(
                    "port in the entry",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "192.0.2.7:5555"),
                    "192.0.2.7",
                    "http://h"),
            new Case(
                    "IPv6",
                    "fd00::1",
                    Map.of("Host", "[::1]:80", "X-Forwarded-For", "[2001:db8::1]:5"),
                    "2001:db8:0:0:0:0:0:1",
                    "http://[::1]:80"),
            new Case(
                    "no address",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "localhost"),
                    "10.0.0.1",
                    "http://h"),
            new Case(
                    "forwarded port",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Host", "w", "X-Forwarded-Port", "8443"),
                    "10.0.0.1",
                    "http://w:8443"),
            new Case(
                    "forwarded standard port",
                    "10.0.0.1",
                    Map.of(
                            "Host",
                            "h",
                            "X-Forwarded-Host",
                            "w",
                            "X-Forwarded-Port",
                            "443",
                            "X-Forwarded-Proto",
                            "HTTPS"),
                    "10.0.0.1",
                    "https://w"),
            new Case(
                    "forwarded nonsense",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Proto", "javascript"),
                    "10.0.0.1",
                    "http://h"));

    @ParameterizedTest
    @FieldSource("CASES")
    void believesOnlyTrustedProxies(Case given) {
        assertThat(origin(given.peer(), given.headers())).isEqualTo(new Origin(given.client(), given.server()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a@b", "a\"", "h:123456", "<script>"})
    void refusesWhatIsNoHost(String host) {
        assertThatThrownBy(() -> origin("192.0.2.1", Map.of("Host", host))).isInstanceOf(ApiException.BadRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3.4/33", "1.2.3", "::1/129", "a/b"})
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Origin origin(String peer, Map<String, String> headers) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return Origin.of(AddressRange.literal(peer), "http", byName::get, PROXIES);
    }
}
