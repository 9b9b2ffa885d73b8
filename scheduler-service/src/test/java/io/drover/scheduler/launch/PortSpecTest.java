package io.drover.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.launch.PortSpec.Parsed;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PortSpecTest {
    record Case(String text, List<Port> ports) {}

    static final List<Case> ACCEPTED = List.of(
            new Case("80", List.of(new Port(null, 0, 80, "tcp"))),
            new Case("53/udp", List.of(new Port(null, 0, 53, "udp"))),
            new Case("53/UDP", List.of(new Port(null, 0, 53, "udp"))),
            new Case("8080:80", List.of(new Port(null, 8080, 80, "tcp"))),
            new Case(" 8080:80/tcp ", List.of(new Port(null, 8080, 80, "tcp"))),
            new Case("127.0.0.1:8080:80", List.of(new Port("127.0.0.1", 8080, 80, "tcp"))),
            new Case("127.0.0.1::80/udp", List.of(new Port("127.0.0.1", 0, 80, "udp"))),
            new Case("[::1]:8080:80", List.of(new Port("::1", 8080, 80, "tcp"))),
            new Case("[2001:db8::1]::80", List.of(new Port("2001:db8::1", 0, 80, "tcp"))),
            new Case(
                    "8000-8002:80-82",
                    List.of(
                            new Port(null, 8000, 80, "tcp"),
                            new Port(null, 8001, 81, "tcp"),
                            new Port(null, 8002, 82, "tcp"))),
            new Case("80-81", List.of(new Port(null, 0, 80, "tcp"), new Port(null, 0, 81, "tcp"))),
            new Case("1:65535", List.of(new Port(null, 1, 65_535, "tcp"))));

    @ParameterizedTest
    @FieldSource("ACCEPTED")
    void readsWhatDockerUsersWrite(Case row) {
        assertThat(PortSpec.parse(row.text())).isEqualTo(new Parsed.Ports(row.ports()));
    }

    record Refusal(String text, String code) {}

    static final List<Refusal> REFUSED = List.of(
            new Refusal("", "MissingRequired"),
            new Refusal("  ", "MissingRequired"),
            new Refusal("web", "PortInvalidPrivatePort"),
            new Refusal("0", "PortInvalidPrivatePort"),
            new Refusal("65536", "PortInvalidPrivatePort"),
            new Refusal("99999999999", "PortInvalidPrivatePort"),
            new Refusal("8080:", "PortInvalidPrivatePort"),
            new Refusal("90-80", "PortInvalidPrivatePort"),
            new Refusal("-80", "PortInvalidPrivatePort"),
            new Refusal(":80", "PortInvalidPublicPort"),
            new Refusal("0:80", "PortInvalidPublicPort"),
            new Refusal("1-65535", "PortWrongFormat"),
            new Refusal("http:80", "PortInvalidPublicPort"),
            new Refusal("70000:80", "PortInvalidPublicPort"),
            new Refusal("80/sctp", "PortInvalidProtocol"),
            new Refusal("80/", "PortInvalidProtocol"),
            new Refusal("80/tcp/udp", "PortInvalidProtocol"),
            new Refusal("8000-8001:80", "PortWrongFormat"),
            new Refusal("8000:80-81", "PortWrongFormat"),
            new Refusal("1:2:3", "PortWrongFormat"),
            new Refusal("256.0.0.1:80:80", "PortWrongFormat"),
            new Refusal("::1:80:80", "PortWrongFormat"),
            new Refusal("[::1]", "PortWrongFormat"),
            new Refusal("[::1]:80", "PortWrongFormat"),
            new Refusal("[web]:80:80", "PortWrongFormat"),
            new Refusal("1.2.3.4:80:80:80", "PortWrongFormat"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesTheRestAndShowsTheText(Refusal row) {
        assertThat(PortSpec.parse(row.text())).isInstanceOfSatisfying(Parsed.Invalid.class, invalid -> {
            assertThat(invalid.code()).isEqualTo(row.code());
            assertThat(invalid.message()).contains(row.text().strip());
        });
    }

    @Property
    void whatIsWrittenReadsBack(
            @ForAll @IntRange(max = 65_535) int published,
            @ForAll @IntRange(min = 1, max = 65_535) int target,
            @ForAll boolean udp,
            @ForAll @IntRange(max = 2) int address) {
        @SuppressWarnings("NullAway")
        var port =
                new Port(new String[] {null, "10.0.0.7", "fe80::7"}[address], published, target, udp ? "udp" : "tcp");
        assertThat(PortSpec.parse(PortSpec.format(port))).isEqualTo(new Parsed.Ports(List.of(port)));
    }

    @Property
    void anyTextIsAnswered(@ForAll @StringLength(max = 30) @CharRange(from = '-', to = ']') String text) {
        assertThat(PortSpec.parse(text)).isNotNull();
    }
}
