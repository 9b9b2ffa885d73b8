package io.drover.model.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String COLONS =
            "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:FF";
    private static final String PLAIN = COLONS.replace(":", "");

    static final List<String> FORMS = List.of(
            COLONS,
            COLONS.toLowerCase(java.util.Locale.ROOT),
            PLAIN,
            "sha256:" + PLAIN,
            "SHA-256:" + COLONS,
            "sha256 Fingerprint=" + COLONS,
            " " + COLONS + "\n");

    @ParameterizedTest
    @FieldSource("FORMS")
    void isReadInEveryFormPeoplePaste(String form) {
        assertThat(Fingerprint.parse(form).text()).isEqualTo(COLONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AB", "AB:CD", "zz", "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13"})
    void refusesWhatIsNone(String form) {
        assertThatThrownBy(() -> Fingerprint.parse(form))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no fingerprint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pem"})
    void trustsOneThingOnly(String file) {
        assertThatThrownBy(() -> ServerTrust.of(file, COLONS)).hasMessageContaining("give one of them");
        assertThat(ServerTrust.of(" ", null)).isEqualTo(ServerTrust.KNOWN);
        assertThat(ServerTrust.of(file, "")).isEqualTo(new ServerTrust.Authority(java.nio.file.Path.of(file)));
        assertThat(ServerTrust.of(null, PLAIN)).isEqualTo(new ServerTrust.Pinned(new Fingerprint(COLONS)));
    }
}
