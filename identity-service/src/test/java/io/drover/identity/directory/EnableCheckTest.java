package io.drover.identity.directory;

import static io.drover.identity.directory.Entries.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.directory.EnableCheck.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EnableCheckTest {
    private static final SignInAnswer JO = new SignInAnswer.Accepted(person("jo"));
    private static final SignInAnswer WRONG = new SignInAnswer.Refused("the directory does not accept the password");

    record Case(String name, Trial trial, @Nullable String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("all is well", new Trial(JO, true, false, 1), null),
            new Case("the administrator comes from the directory", new Trial(JO, true, true, 0), null),
            new Case("wrong password", new Trial(WRONG, false, false, 1), "does not accept the password"),
            new Case("wrong password beats all else", new Trial(WRONG, true, true, 9), "does not accept the password"),
            new Case("not admitted", new Trial(JO, false, true, 1), "allowedIdentities"),
            new Case("nobody could administer", new Trial(JO, true, false, 0), "no administrator"));

    @ParameterizedTest
    @FieldSource("CASES")
    void objects(Case c) {
        var objection = EnableCheck.objection(c.trial());

        String says = c.says();
        if (says == null) {
            assertThat(objection).isEmpty();
        } else {
            assertThat(objection)
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence).contains(says).contains("Nothing was enabled"));
        }
    }
}
