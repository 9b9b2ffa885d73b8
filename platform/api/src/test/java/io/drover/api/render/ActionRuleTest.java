package io.drover.api.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.AccountId;
import io.drover.model.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schemas of actions that a rule gives and takes while the service runs. */
class ActionRuleTest {
    private static final ResourceType BOX = new ResourceType(
            "box",
            "b",
            "",
            false,
            List.of(Field.of("name", "string")),
            List.of(
                    ActionSpec.of("seal", "box").taking("sealInput", Field.of("wax", "string")),
                    ActionSpec.of("melt", "box")),
            List.of(),
            Set.of(),
            Access.none().allow("ra", Role.OWNER, Role.MEMBER).allow("r", Role.READONLY),
            List.of(ActionSpec.of("count", "box").looking()));

    private final Set<Role> sealers = EnumSet.of(Role.OWNER, Role.READONLY);
    private final SchemaDocuments schemas =
            new SchemaDocuments(List.of(BOX), List.of(), (type, rights, action) -> switch (action) {
                case "seal" -> sealers.contains(rights.role());
                case "count" -> rights.role() != Role.READONLY;
                default -> true;
            });

    @Test
    void whoMayNotRunAnActionDoesNotSeeItNorItsInput() {
        assertThat(actions(Role.OWNER)).containsOnlyKeys("seal", "melt");
        assertThat(schemas.find("sealInput", view(Role.OWNER))).isPresent();
        assertThat(actions(Role.MEMBER)).containsOnlyKeys("melt");
        assertThat(schemas.find("sealInput", view(Role.MEMBER))).isEmpty();
    }

    @Test
    void theNextAnswerFollowsTheRule() {
        assertThat(actions(Role.MEMBER)).doesNotContainKey("seal");
        sealers.add(Role.MEMBER);
        sealers.remove(Role.OWNER);
        assertThat(actions(Role.MEMBER)).containsKey("seal");
        assertThat(schemas.find("sealInput", view(Role.MEMBER))).isPresent();
        assertThat(actions(Role.OWNER)).containsOnlyKeys("melt");
        assertThat(schemas.list(view(Role.OWNER)).toString()).doesNotContain("sealInput");
    }

    @Test
    void aRuleNeverWidensTheTable() {
        assertThat(actions(Role.READONLY)).isEmpty();
        assertThat(schemas.find("sealInput", view(Role.READONLY))).isEmpty();
    }

    @Test
    void itHoldsForActionsOfTheCollectionToo() {
        assertThat(map(Role.MEMBER, "collectionActions")).containsOnlyKeys("count");
        assertThat(map(Role.READONLY, "collectionActions")).isEmpty();
    }

    private Map<String, Object> actions(Role role) {
        return map(role, "resourceActions");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(Role role, String field) {
        return (Map<String, Object>) Objects.requireNonNull(
                schemas.find("box", view(role)).orElseThrow().get(field));
    }

    private static View view(Role role) {
        return View.of(new Caller(new AccountId(1), "user", "ann", role, null, "", 0), "http://host/v2-beta");
    }
}
