package io.drover.identity.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.setting.DirectoryValues.Configured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryValuesTest {
    @Test
    void aDirectoryIsShownUnderTheNamesOfTheReference() {
        Configured openLdap = new Configured(
                "openldapconfig",
                true,
                Map.of(
                        "server",
                        "ldap.example.org",
                        "port",
                        636,
                        "accessMode",
                        "required",
                        "allowedIdentities",
                        List.of(
                                Map.of("externalIdType", "openldap_user", "externalId", "uid=ann,dc=x"),
                                Map.of("externalIdType", "openldap_group", "externalId", "cn=ops,dc=x"))));

        assertThat(DirectoryValues.of(List.of(openLdap), "openldapconfig"))
                .containsEntry("api.auth.provider.configured", "openldapconfig")
                .containsEntry("api.auth.external.provider.configured", "false")
                .containsEntry("api.auth.access.mode", "required")
                .containsEntry("api.auth.user.type", "openldap_user")
                .containsEntry("api.auth.ldap.openldap.server", "ldap.example.org")
                .containsEntry("api.auth.ldap.openldap.port", "636")
                .containsEntry("api.auth.ldap.openldap.access.mode", "required")
                .containsEntry(
                        "api.auth.ldap.openldap.allowed.identities",
                        "openldap_user:uid=ann,dc=x#openldap_group:cn=ops,dc=x")
                .doesNotContainKey("api.auth.ldap.server");
    }

    @Test
    void withoutADirectoryTheProviderIsTheLocalOne() {
        assertThat(DirectoryValues.of(List.of(), "localAuthConfig"))
                .containsEntry("api.auth.provider.configured", "localAuthConfig")
                .containsEntry("api.auth.access.mode", "")
                .containsEntry("api.auth.local.access.mode", "unrestricted");
    }
}
