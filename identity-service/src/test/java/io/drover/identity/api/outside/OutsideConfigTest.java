package io.drover.identity.api.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.identity.api.outside.OutsideConfig.Kind;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.oidc.ProviderFields;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.DirectoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutsideConfigTest {
    private static final Map<String, Object> ACME = Map.of("externalIdType", "github_org", "externalId", "7");
    private static final DirectoryRow NARROW = new DirectoryRow(
            "githubconfig",
            true,
            Map.of("hostname", "git.corp", "accessMode", "required", "allowedIdentities", List.of(ACME)),
            "sealed");

    @Test
    void theProviderIsNamedAndAnotherIsRefusedByName() {
        assertThat(OutsideConfig.kind(Map.of("provider", "githubconfig"))).isEqualTo(new Kind.Github());
        assertThat(OutsideConfig.kind(Map.of("provider", "ldapconfig")))
                .isEqualTo(new Kind.Directory(DirectoryKind.ACTIVE_DIRECTORY));
        assertThatThrownBy(() -> OutsideConfig.kind(Map.of("provider", "shibbolethconfig")))
                .hasMessageContaining("'shibbolethconfig'")
                .hasMessageContaining("openldapconfig, ldapconfig, githubconfig");
        assertThatThrownBy(() -> OutsideConfig.kind(Map.of())).hasMessageContaining("'provider'");
    }

    @Test
    void aBlankHostnameIsGithubsOwn() {
        Map<String, @Nullable Object> given = OutsideConfig.flat(
                new Kind.Github(),
                Map.of("githubConfig", Map.of("hostname", "", "scheme", "", "clientId", "c"), "enabled", true));
        assertThat(given).containsEntry("enabled", true).containsEntry("clientId", "c");
        assertThat(ProviderFields.complete(ProviderKind.GITHUB, given))
                .containsEntry("hostname", "github.com")
                .containsEntry("scheme", "https://");
    }

    @Test
    void theMapOfAnotherProviderIsNotRead() {
        assertThat(OutsideConfig.flat(new Kind.Github(), Map.of("ldapConfig", Map.of("clientId", "c"))))
                .doesNotContainKey("clientId");
        assertThatThrownBy(() -> OutsideConfig.flat(new Kind.Github(), Map.of("githubConfig", "text")))
                .hasMessageContaining("'githubConfig'");
    }

    @Test
    void whoIsAdmittedChangesOnlyByAWordAboutIt() {
        Map<String, @Nullable Object> silent = new HashMap<>(Map.of("clientId", "c", "accessMode", ""));
        silent.put("allowedIdentities", null);
        assertThat(OutsideConfig.keepingAccess(silent, NARROW))
                .containsEntry("accessMode", "required")
                .containsEntry("allowedIdentities", List.of(ACME))
                .containsEntry("clientId", "c")
                .doesNotContainKey("hostname");
        assertThat(OutsideConfig.keepingAccess(
                        Map.of("accessMode", "unrestricted", "allowedIdentities", List.of()), NARROW))
                .containsEntry("accessMode", "unrestricted")
                .containsEntry("allowedIdentities", List.of());
    }

    @Test
    void whatAllHaveInCommonIsTheOneInUsesAndEachHasAMapOfItsOwn() {
        DirectoryRow directory =
                new DirectoryRow("ldapconfig", false, Map.of("server", "s", "accessMode", "unrestricted"), null);
        Map<String, @Nullable Object> shown = OutsideConfig.shown(NARROW, directory);
        assertThat(shown)
                .containsEntry("provider", "githubconfig")
                .containsEntry("enabled", true)
                .containsEntry("accessMode", "required")
                .containsEntry("githubConfig", Map.of("hostname", "git.corp"))
                .containsEntry("ldapConfig", Map.of("server", "s"));
        assertThat(shown.toString()).doesNotContain("sealed");
    }
}
