package io.drover.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.identity.api.audit.AuditLogType;
import io.drover.identity.api.key.SigningKeyTypes;
import io.drover.identity.api.setting.SettingTypes;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The policy table, written a second time: whoever changes one of the two changes it on purpose. */
class IdentityTypesTest {
    /** Letters for admin, user, owner, member, restricted, readonly, project, agent, register, service. */
    record Case(ResourceType type, String... rights) {
        @Override
        public String toString() {
            return type.name();
        }
    }

    static final List<Case> CASES = List.of(
            //                              admin   user    owner   member  restr.  read    project agent register
            // service
            new Case(AccountTypes.ACCOUNT, "crud", "r", "r", "r", "r", "r", "r", "", "", ""),
            new Case(CredentialTypes.API_KEY, "crud", "crud", "crud", "crud", "r", "r", "crud", "", "", ""),
            new Case(CredentialTypes.PASSWORD, "crud", "ru", "", "", "", "", "", "", "", ""),
            new Case(CredentialTypes.CREDENTIAL, "r", "r", "r", "r", "", "", "r", "", "", ""),
            new Case(ProjectTypes.PROJECT, "crud", "crud", "crud", "r", "r", "r", "r", "", "", ""),
            new Case(ProjectTypes.PROJECT_MEMBER, "r", "r", "r", "r", "r", "r", "r", "", "", ""),
            new Case(CustomRoleTypes.PROJECT_ROLE, "crud", "r", "crud", "r", "r", "r", "r", "", "", ""),
            new Case(ProjectTemplateTypes.PROJECT_TEMPLATE, "crud", "crud", "r", "r", "r", "r", "r", "", "", ""),
            new Case(RegistrationTypes.REGISTRATION_TOKEN, "", "", "crud", "crud", "", "", "crud", "", "", ""),
            new Case(RegistrationTypes.REGISTER, "", "", "rd", "rd", "", "", "rd", "", "cr", ""),
            new Case(AuditLogType.AUDIT_LOG, "r", "r", "r", "r", "r", "r", "r", "", "", ""),
            new Case(AccountTypes.IDENTITY, "r", "r", "r", "r", "r", "r", "r", "", "", ""),
            new Case(SettingTypes.SETTING, "crud", "r", "r", "r", "r", "r", "r", "", "", "r"),
            new Case(SettingTypes.ACTIVE_SETTING, "rud", "r", "r", "r", "r", "r", "r", "", "", "r"),
            new Case(SigningKeyTypes.SIGNING_KEY, "r", "", "", "", "", "", "", "", "", ""),
            new Case(UserPreferenceTypes.USER_PREFERENCE, "crud", "crud", "", "", "", "", "", "", "", ""));

    private static final List<Role> COLUMNS = List.of(
            Role.ADMIN,
            Role.USER,
            Role.OWNER,
            Role.MEMBER,
            Role.RESTRICTED,
            Role.READONLY,
            Role.PROJECT,
            Role.AGENT,
            Role.REGISTER,
            Role.SERVICE);

    @ParameterizedTest
    @FieldSource("CASES")
    void grantsWhatTheTableSays(Case test) {
        List<String> granted =
                COLUMNS.stream().map(role -> letters(test.type, role)).toList();

        assertThat(granted).containsExactly(test.rights);
    }

    @Test
    void theTableKnowsEveryRole() {
        assertThat(COLUMNS).containsExactlyInAnyOrder(Role.values());
    }

    @Test
    void secretsAreNeverReadable() {
        for (ResourceType type : List.of(
                CredentialTypes.API_KEY, CredentialTypes.PASSWORD, RegistrationTypes.REGISTER, AccountTypes.TOKEN)) {
            assertThat(type.fields())
                    .filteredOn(field -> List.of("secretValue", "key", "code").contains(field.name()))
                    .as(type.name())
                    .isNotEmpty()
                    .noneMatch(field -> field.readable() || field.isFilterable());
        }
    }

    private static String letters(ResourceType type, Role role) {
        var letters = new ArrayList<String>();
        for (Verb verb : List.of(Verb.CREATE, Verb.READ, Verb.UPDATE, Verb.DELETE)) {
            if (type.access().permits(role, verb)) {
                letters.add(verb.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT));
            }
        }
        return String.join("", letters);
    }
}
