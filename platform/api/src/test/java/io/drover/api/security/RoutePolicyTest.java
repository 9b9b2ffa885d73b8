package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.AccountId;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RoutePolicyTest {
    record Case(
            String method,
            @Nullable String shows,
            Role role,
            boolean readOnly,
            String grants,
            @Nullable String sentence) {}

    static final List<Case> CASES = List.of(
            new Case("GET", null, Role.OWNER, false, "", null),
            new Case("GET", null, Role.MEMBER, false, "", "the role 'member' may not call GET /x"),
            new Case("POST", null, Role.OWNER, false, "", null),
            new Case("POST", null, Role.OWNER, true, "", "this token is read-only: it may not call POST /x"),
            new Case("DELETE", null, Role.OWNER, true, "", "this token is read-only: it may not call DELETE /x"),
            new Case("GET", null, Role.OWNER, true, "", null),
            new Case("GET", "box", Role.OWNER, false, "", null),
            new Case("GET", "box", Role.OWNER, false, "box:r", null),
            new Case("GET", "box", Role.OWNER, false, "*:r", null),
            new Case("GET", "box", Role.OWNER, false, "boat:r", "the role 'owner' may not read every 'box'"),
            new Case("GET", "box", Role.OWNER, false, "box:r@1st5", "the role 'owner' may not read every 'box'"),
            new Case("GET", null, Role.OWNER, false, "boat:r", null));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) {
        RoutePolicy row = new RoutePolicy(given.method(), "/x", Set.of(Role.OWNER));
        List<Grant> grants = given.grants().isEmpty() ? List.of() : List.of(Grant.parse(given.grants()));
        Caller caller = new Caller(
                new AccountId(1),
                "user",
                "ann",
                given.role(),
                null,
                "1c1",
                0,
                new Narrowing(given.readOnly(), grants),
                given.role().wire());
        assertThat((given.shows() == null ? row : row.showing(given.shows()))
                        .refusal(caller)
                        .orElse(null))
                .isEqualTo(given.sentence());
    }
}
