package io.drover.identity.api.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {
    private static final Set<String> KNOWN = Set.of("api.host", "registry.whitelist", "1.older");

    @ParameterizedTest
    @ValueSource(strings = {"api.host", "1.older", "catalog.mine", "ui.theme", "a", "x-y_z.Q"})
    void clientsKeepWhatTheyLikeUnderNamesOfTheirOwn(String name) {
        assertThat(SettingNames.wrongWith(name, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "API.HOST.X", "9lives", "a b", "a/b", "über", ".a"})
    void oddNamesAreRefused(String name) {
        assertThat(SettingNames.wrongWith(name, KNOWN).orElseThrow()).contains("accepted: a lower-case letter");
    }

    @Test
    void aSlipIsNoNameOfOnesOwn() {
        assertThat(SettingNames.wrongWith("api.hosts", KNOWN).orElseThrow())
                .contains("'api.hosts'")
                .contains("did you mean 'api.host'?");
        assertThat(SettingNames.wrongWith("registry.whitlist", KNOWN).orElseThrow())
                .contains("'registry.whitelist'");
    }

    @Test
    void secretsAreNotKept() {
        assertThat(SettingNames.wrongWith("api.auth.github.client.secret", KNOWN)
                        .orElseThrow())
                .contains("settings are no place for secrets");
    }
}
