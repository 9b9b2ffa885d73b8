package io.drover.scheduler.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.certificate.CertificatePair.Good;
import io.drover.scheduler.certificate.CertificatePair.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The files are made by openssl, for a hundred years. */
class CertificatePairTest {
    private static final String CERT = file("shop.pem");
    private static final String KEY = file("shop.key.pem");

    @Test
    void readsWhatTheCertificateSays() {
        assertThat(CertificatePair.of(CERT, KEY, CERT)).isInstanceOfSatisfying(Good.class, good -> {
            CertificateFacts facts = good.facts();
            assertThat(facts.commonName()).isEqualTo("shop.example");
            assertThat(facts.issuer()).isEqualTo("CN=shop.example,O=Shop\\, Inc.,C=DE");
            assertThat(facts.version()).isEqualTo("3");
            assertThat(facts.algorithm()).isEqualTo("SHA256withRSA");
            assertThat(facts.keySize()).isEqualTo(2048);
            assertThat(facts.serialNumber()).matches("[0-9]+");
            assertThat(facts.fingerprint()).matches("([0-9a-f]{2}:){19}[0-9a-f]{2}");
            assertThat(facts.alternativeNames())
                    .containsExactly("shop.example", "*.shop.example", "192.0.2.7", "ops@shop.example");
        });
        assertThat(CertificateFacts.text(Instant.parse("2026-12-04T08:51:48Z")))
                .isEqualTo("Fri Dec 04 08:51:48 UTC 2026");
    }

    /** The other files hold what openssl writes in other forms. */
    @ParameterizedTest
    @CsvSource({
        "shop.pem, shop.key.pem",
        "shop.pem, shop.key.pkcs1.pem",
        "ec.pem, ec.key.pem",
        "ed.pem, ed.key.pem",
    })
    void takesKeysInAllTheirForms(String cert, String key) {
        assertThat(CertificatePair.of(file(cert), file(key), null)).isInstanceOf(Good.class);
    }

    record Case(String cert, String key, String chain, String field, String sentence) {}

    static final List<Case> REFUSED = List.of(
            new Case("", KEY, "", "cert", "cert is no certificate in PEM"),
            new Case(KEY, KEY, "", "cert", "cert is no certificate in PEM"),
            new Case(CERT.replace("M", "N"), KEY, "", "cert", "cert cannot be read as a certificate"),
            new Case(CERT.substring(0, 300), KEY, "", "cert", "cert cannot be read as a certificate"),
            new Case(CERT, KEY, "nothing", "certChain", "certChain is no certificate in PEM"),
            new Case(CERT, "", "", "key", "key is no private key in PEM"),
            new Case(CERT, CERT, "", "key", "key is no private key in PEM"),
            new Case(CERT, KEY.replace("A", "B"), "", "key", "key "),
            new Case(CERT, file("shop.key.protected.pem"), "", "key", "key is protected by a passphrase"),
            new Case(CERT, file("ec.key.pem"), "", "key", "key does not belong to the certificate"),
            new Case(CERT, KEY + "x".repeat(300_000), "", "key", "key has 30"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesAndNamesTheField(Case one) {
        assertThat(CertificatePair.of(one.cert(), one.key(), one.chain()))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.field()).isEqualTo(one.field());
                    assertThat(refused.sentence()).startsWith(one.sentence());
                });
    }

    @Property
    void anyTextIsRefusedWithASentence(@ForAll String cert, @ForAll String key, @ForAll String chain) {
        assertThat(CertificatePair.of(cert, key, chain)).isInstanceOf(Refused.class);
        String inside = "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----";
        assertThat(CertificatePair.of(CERT, inside, null)).isInstanceOf(Refused.class);
        String certificate = "-----BEGIN CERTIFICATE-----\n" + cert + "\n-----END CERTIFICATE-----";
        assertThat(CertificatePair.of(certificate, KEY, null)).isInstanceOf(Refused.class);
    }

    private static String file(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/certificates", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
