package io.drover.identity.directory;

import static io.drover.identity.directory.DirectoryKind.ACTIVE_DIRECTORY;
import static io.drover.identity.directory.DirectoryKind.OPENLDAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.directory.LoginName.Login;
import io.drover.identity.directory.LoginName.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LoginNameTest {
    record Case(
            DirectoryKind kind,
            String domain,
            String typed,
            @Nullable LoginName expected) {}

    static final List<Case> CASES = List.of(
            new Case(OPENLDAP, "", " jo ", new Login("jo")),
            new Case(OPENLDAP, "", "jo@example.org", new Login("jo@example.org")),
            new Case(OPENLDAP, "", "DOM\\jo", new Login("DOM\\jo")),
            new Case(OPENLDAP, "", "  ", null),
            new Case(ACTIVE_DIRECTORY, "DOM", "jo", new Login("jo")),
            new Case(ACTIVE_DIRECTORY, "DOM", "dom\\jo", new Login("jo")),
            new Case(ACTIVE_DIRECTORY, "DOM", "OTHER\\jo", null),
            new Case(ACTIVE_DIRECTORY, "", "OTHER\\jo", new Login("jo")),
            new Case(ACTIVE_DIRECTORY, "DOM", "dom\\", null),
            new Case(ACTIVE_DIRECTORY, "DOM", "jo@dom.example", new Principal("jo@dom.example")));

    @ParameterizedTest
    @FieldSource("CASES")
    void parses(Case c) {
        assertThat(LoginName.parse(c.kind(), c.domain(), c.typed()).orElse(null))
                .isEqualTo(c.expected());
    }
}
