package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PolicyTest {
    private static final ResourceType BOX = new ResourceType(
            "box",
            "b",
            "",
            true,
            List.of(),
            List.of(),
            List.of(),
            Set.of("inactive"),
            Access.none().allow("cr", Role.OWNER).allow("r", Role.READONLY));

    record Case(Role role, boolean inEnvironment, Verb verb, String expected) {}

    static final List<Case> CASES = List.of(
            new Case(Role.OWNER, true, Verb.CREATE, "yes"),
            new Case(Role.OWNER, true, Verb.READ, "yes"),
            new Case(Role.OWNER, true, Verb.UPDATE, "NotAllowed"),
            new Case(Role.OWNER, true, Verb.ACT, "NotAllowed"),
            new Case(Role.OWNER, false, Verb.READ, "Forbidden"),
            new Case(Role.OWNER, false, Verb.DELETE, "NotAllowed"),
            new Case(Role.READONLY, true, Verb.READ, "yes"),
            new Case(Role.READONLY, true, Verb.CREATE, "NotAllowed"),
            new Case(Role.MEMBER, true, Verb.READ, "NotFound"),
            new Case(Role.ADMIN, false, Verb.READ, "NotFound"),
            new Case(Role.SERVICE, true, Verb.READ, "NotFound"));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) {
        assertThat(decision(given)).isEqualTo(given.expected());
    }

    private static String decision(Case given) {
        var environment = given.inEnvironment() ? new Caller.Environment(new EnvironmentId(5), "u", "Default") : null;
        Caller caller = new Caller(new AccountId(1), "user", "ann", given.role(), environment, "1c1", 0);
        try {
            Policy.require(caller, BOX, given.verb());
            return "yes";
        } catch (ApiException refused) {
            return refused.getClass().getSimpleName();
        }
    }

    record Refusal(String grants, boolean readOnly, Verb verb, String sentence) {}

    static final List<Refusal> REFUSALS = List.of(
            new Refusal("", true, Verb.CREATE, "this token is read-only: it may not create a 'box'"),
            new Refusal("", true, Verb.DELETE, "the role 'deployer' may not remove a 'box'"),
            new Refusal("box:r", false, Verb.CREATE, "the role 'deployer' may not create a 'box'"),
            new Refusal("boat:crud", false, Verb.READ, "there is no type 'box' for the role 'deployer'"));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void saysWhatWasTakenAway(Refusal given) {
        List<Grant> grants = given.grants().isEmpty() ? List.of() : List.of(Grant.parse(given.grants()));
        Caller caller = new Caller(
                new AccountId(1),
                "user",
                "ann",
                Role.OWNER,
                new Caller.Environment(new EnvironmentId(5), "u", "Default"),
                "1c1",
                0,
                new Narrowing(given.readOnly(), grants),
                "deployer");
        assertThatThrownBy(() -> Policy.require(caller, BOX, given.verb())).hasMessage(given.sentence());
    }

    record Offer(ActionSpec action, String state, boolean expected) {}

    static final List<Offer> OFFERS = List.of(
            new Offer(ActionSpec.of("start", "box", "inactive"), "inactive", true),
            new Offer(ActionSpec.of("start", "box", "inactive"), "active", false),
            new Offer(ActionSpec.of("look", "box"), "active", true),
            new Offer(ActionSpec.of("look", "box"), "", true),
            new Offer(ActionSpec.of("look", "box"), "removed", false),
            new Offer(ActionSpec.of("purge", "box", "removed"), "removed", true),
            new Offer(ActionSpec.of("remove", "box"), "inactive", true),
            new Offer(ActionSpec.of("remove", "box"), "active", false));

    @ParameterizedTest
    @FieldSource("OFFERS")
    void offers(Offer given) {
        assertThat(Policy.isOffered(BOX, given.action(), given.state())).isEqualTo(given.expected());
    }
}
