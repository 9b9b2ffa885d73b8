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
                    "lines of their own: the client's forged one comes first",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "6.6.6.6,192.0.2.7"),
                    "192.0.2.7",
                    "http://h"),
            new Case(
                    "nothing but trusted hops",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "10.0.0.3, 10.0.0.2"),
                    "10.0.0.3",
                    "http://h"),
            new Case(
                    "nonsense in the middle: what is beyond it is not believed",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "192.0.2.7, unknown, 10.0.0.2"),
                    "10.0.0.2",
                    "http://h"),
            new Case(
                    "empty entries", "10.0.0.1", Map.of("Host", "h", "X-Forwarded-For", ", ,"), "10.0.0.1", "http://h"),
            new Case(
                    "IPv4 written as IPv6",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-For", "::ffff:192.0.2.7, ::ffff:10.0.0.2"),
                    "192.0.2.7",
                    "http://h"),
            new Case(
                    "a port of its own, and the Host header",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Port", "8443", "X-Forwarded-Proto", "https"),
                    "10.0.0.1",
                    "https://h:8443"),
            new Case(
                    "the host's port counts more",
                    "10.0.0.1",
                    Map.of("Host", "h:9000", "X-Forwarded-Port", "8443"),
                    "10.0.0.1",
                    "http://h:9000"),
            new Case(
                    "the other scheme's usual port is written",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Port", "443"),
                    "10.0.0.1",
                    "http://h:443"),
            new Case(
                    "a port that is none",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Port", "x"),
                    "10.0.0.1",
                    "http://h"),
            new Case(
                    "a list of schemes",
                    "10.0.0.1",
                    Map.of("Host", "h", "X-Forwarded-Proto", "https, http", "X-Forwarded-Host", "w, inner"),
                    "10.0.0.1",
                    "https://w"),
            new Case(
                    "IPv6 host with a port of its own",
                    "10.0.0.1",
                    Map.of("Host", "[2001:db8::1]", "X-Forwarded-Port", "8443"),
                    "10.0.0.1",
                    "http://[2001:db8::1]:8443"),
            new Case(
                    "the other standard header is nobody's business",
                    "10.0.0.1",
                    Map.of("Host", "h", "Forwarded", "for=192.0.2.7;proto=https;host=evil"),
                    "10.0.0.1",
                    "http://h"),
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
    @ValueSource(strings = {"", "h,h", "a b", "a/b", "a@b", "a\"", "h:123456", "<script>"})
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
