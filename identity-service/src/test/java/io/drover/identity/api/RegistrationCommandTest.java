package io.drover.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegistrationCommandTest {
    record Case(@Nullable String header, String server) {}

    static final List<Case> CASES = List.of(
            new Case("http://host:8080/v2-beta", "http://host:8080"),
            new Case("http://host:8080/v2-beta/projects/1a5", "http://host:8080"),
            new Case("https://drover.example/v1", "https://drover.example"),
            new Case("http://v1.example.org/v1", "http://v1.example.org"),
            new Case("http://v2-beta.example.org:8080/v2-beta/projects/1a5", "http://v2-beta.example.org:8080"),
            new Case("http://v1.example.org", "http://v1.example.org"),
            new Case("https://drover.example/", "https://drover.example"),
            new Case("", "http://127.0.0.1:81"),
            new Case(null, "http://127.0.0.1:81"));

    @ParameterizedTest
    @FieldSource("CASES")
    void theServerIsWhatTheClientCallsIt(Case test) {
        assertThat(ServerAddress.of(test.header, "http://127.0.0.1:81").server())
                .isEqualTo(test.server);
    }

    @Test
    void aCertificateNobodyVouchesForIsNamedToTheAgent() {
        assertThat(RegistrationCommand.of(
                        ServerAddress.of("https://h:8443/v2-beta", "").withFingerprint("AB:CD"),
                        "A:1:b",
                        "drover/agent:1"))
                .contains("-e DROVER_SERVER=https://h:8443 -e DROVER_FINGERPRINT=AB:CD -e DROVER_TOKEN=A:1:b ");
    }

    @Test
    void aForgedAddressDoesNotReachTheShell() {
        assertThat(RegistrationCommand.of(
                        new ServerAddress("http://x/$(reboot)'; reboot #", null), "A:1:b", "drover/agent:1"))
                .contains("-e DROVER_SERVER='http://x/$(reboot)'\\''; reboot #' -e DROVER_TOKEN=A:1:b drover/agent:1");
    }
}
