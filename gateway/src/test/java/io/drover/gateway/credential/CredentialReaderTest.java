package io.drover.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CredentialReaderTest {
    record Case(
            String name,
            @Nullable String header,
            @Nullable String cookie,
            @Nullable String parameter,
            Credential expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("nothing", null, null, null, Credential.NONE),
            new Case("blank", " ", "", "", Credential.NONE),
            new Case("key", basic("k:s"), null, null, new Credential("basic", "k", "s", null)),
            new Case("colon in the secret", basic("k:s:t"), null, null, new Credential("basic", "k", "s:t", null)),
            new Case(
                    "lower-case scheme",
                    basic("k:s").replace("Basic", "basic"),
                    null,
                    null,
                    new Credential("basic", "k", "s", null)),
            new Case(
                    "registration",
                    basic("registrationToken:x"),
                    null,
                    null,
                    new Credential("basic", "registrationToken", "x", null)),
            new Case("token as password", basic("X-API-BEARER:t"), null, null, Credential.bearer("t", null)),
            new Case("with environment", basic("x-api-bearer=1a5:t"), null, null, Credential.bearer("t", "1a5")),
            new Case("bearer", "Bearer t", null, null, Credential.bearer("t", null)),
            new Case("cookie", null, "t", null, Credential.bearer("t", null)),
            new Case("quoted cookie", null, "\"t\"", null, Credential.bearer("t", null)),
            new Case("query", null, null, "t", Credential.bearer("t", null)),
            new Case("header wins", "Bearer h", "c", "q", Credential.bearer("h", null)),
            new Case("cookie before query", null, "c", "q", Credential.bearer("c", null)),
            new Case("a broken header is not skipped", "Basic !!!", "c", null, Credential.NONE),
            new Case("other scheme", "Digest x", null, null, Credential.NONE),
            new Case("empty pair", basic(":"), null, null, Credential.NONE));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case given) {
        assertThat(CredentialReader.read(given.header(), given.cookie(), given.parameter()))
                .isEqualTo(given.expected());
    }

    @Test
    void neverPrintsASecret() {
        assertThat(new Credential("basic", "key", "secret", null).toString()).doesNotContain("secret", "key");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
