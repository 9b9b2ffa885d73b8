package io.drover.identity.directory;

import static io.drover.identity.directory.DirectoryKind.ACTIVE_DIRECTORY;
import static io.drover.identity.directory.DirectoryKind.OPENLDAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.directory.DirectoryFields.Reading.Invalid;
import io.drover.identity.directory.DirectoryFields.Reading.Valid;
import io.drover.identity.directory.DirectorySettings.DisabledFlag;
import io.drover.identity.directory.DirectorySettings.Security;
import io.drover.identity.directory.DirectorySettings.Server;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DirectoryFieldsTest {
    private static final Map<String, @Nullable Object> LEAST = Map.of(
            "server", "ldap.example.org", "domain", "ou=people,dc=x", "serviceAccountUsername", "cn=drover,dc=x");

    record Case(String field, Object value) {}

    static final List<Case> WRONG = List.of(
            new Case("server", ""),
            new Case("server", "ldap://x"),
            new Case("port", 0),
            new Case("port", "70000"),
            new Case("port", "ldap"),
            new Case("tls", "maybe"),
            new Case("domain", ""),
            new Case("domain", "people"),
            new Case("furtherDomains", List.of("ou=a,dc=x", "nonsense")),
            new Case("groupSearchDomain", "groups"),
            new Case("serviceAccountUsername", " "),
            new Case("userLoginField", "uid)(objectClass=*"),
            new Case("userObjectClass", ""),
            new Case("groupMemberMappingAttribute", "member="),
            new Case("connectionTimeout", 5),
            new Case("pageSize", 1),
            new Case("userDisabledBitMask", -2),
            new Case("accessMode", "open"),
            new Case("certificates", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----"),
            new Case("allowedIdentities", List.of(Map.of("externalIdType", "ldap_user", "externalId", "uid=a,dc=x"))),
            new Case("allowedIdentities", List.of(Map.of("externalIdType", "openldap_user", "externalId", "jo"))));

    @ParameterizedTest
    @FieldSource("WRONG")
    void namesTheFieldThatIsWrong(Case c) {
        assertThat(read(OPENLDAP, c.field(), c.value())).isInstanceOfSatisfying(Invalid.class, wrong -> {
            assertThat(wrong.field()).isEqualTo(c.field());
            assertThat(wrong.sentence()).contains("field '" + c.field() + "'");
        });
    }

    @Test
    void defaultsOfOpenLdap() {
        DirectorySettings settings = settings(OPENLDAP, LEAST);

        assertThat(settings.server())
                .isEqualTo(new Server("ldap.example.org", 389, Security.PLAIN, Duration.ofSeconds(1), "", 500));
        assertThat(settings.users())
                .isEqualTo(new DirectorySettings.Users(
                        List.of("ou=people,dc=x"), "", "uid", "uid", "inetOrgPerson", "givenName", "memberOf", null));
        assertThat(settings.groups())
                .isEqualTo(new DirectorySettings.Groups(
                        List.of("ou=people,dc=x"), "cn", "posixGroup", "cn", "entryDN", "memberUid", "entryDN"));
        assertThat(settings.access()).isEqualTo(new AccessPolicy(AccessPolicy.Mode.UNRESTRICTED, List.of()));
    }

    @Test
    void defaultsOfActiveDirectory() {
        DirectorySettings settings = settings(ACTIVE_DIRECTORY, LEAST);

        assertThat(settings.server().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.users().disabled()).isEqualTo(new DisabledFlag("userAccountControl", 2));
        assertThat(settings.users().loginField()).isEqualTo("sAMAccountName");
        assertThat(settings.users().objectClass()).isEqualTo("person");
        assertThat(settings.groups())
                .isEqualTo(new DirectorySettings.Groups(
                        List.of("ou=people,dc=x"),
                        "sAMAccountName",
                        "group",
                        "name",
                        "distinguishedName",
                        "member",
                        "distinguishedName"));
    }

    @Test
    void tlsMovesThePortAndExcludesStartTls() {
        assertThat(settings(OPENLDAP, with("tls", true)).server())
                .extracting(Server::port, Server::security)
                .containsExactly(636, Security.LDAPS);
        assertThat(settings(OPENLDAP, with("startTls", true)).server())
                .extracting(Server::port, Server::security)
                .containsExactly(389, Security.START_TLS);
        Map<String, @Nullable Object> both = with("tls", true);
        both.put("startTls", true);
        assertThat(DirectoryFields.read(OPENLDAP, DirectoryFields.complete(OPENLDAP, both), "pw"))
                .isInstanceOfSatisfying(
                        Invalid.class, wrong -> assertThat(wrong.field()).isEqualTo("startTls"));
    }

    @Test
    void wantsThePasswordAndNeverShowsIt() {
        assertThat(DirectoryFields.read(OPENLDAP, DirectoryFields.complete(OPENLDAP, LEAST), null))
                .isInstanceOfSatisfying(
                        Invalid.class, wrong -> assertThat(wrong.field()).isEqualTo("serviceAccountPassword"));
        Map<String, @Nullable Object> given = with("serviceAccountPassword", "geheim");
        assertThat(DirectoryFields.complete(OPENLDAP, given).toString()).doesNotContain("geheim");
        assertThat(DirectoryFields.read(OPENLDAP, DirectoryFields.complete(OPENLDAP, given), "geheim")
                        .toString())
                .doesNotContain("geheim");
    }

    @Property
    void readsAnythingWithoutFailing(@ForAll String field, @ForAll String text) {
        for (String name : DirectoryFields.defaults(OPENLDAP).keySet()) {
            assertThat(read(OPENLDAP, name, text)).isNotNull();
        }
        assertThat(read(OPENLDAP, field, text)).isNotNull();
    }

    private static DirectoryFields.Reading read(DirectoryKind kind, String field, Object value) {
        return DirectoryFields.read(kind, DirectoryFields.complete(kind, with(field, value)), "pw");
    }

    private static DirectorySettings settings(DirectoryKind kind, Map<String, @Nullable Object> given) {
        return ((Valid) DirectoryFields.read(kind, DirectoryFields.complete(kind, given), "pw")).settings();
    }

    private static Map<String, @Nullable Object> with(String field, Object value) {
        Map<String, @Nullable Object> given = new HashMap<>(LEAST);
        given.put(field, value);
        return given;
    }
}
