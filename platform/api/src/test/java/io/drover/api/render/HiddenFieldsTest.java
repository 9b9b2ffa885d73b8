package io.drover.api.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.resource.Resource;
import io.drover.api.schema.Access;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.AccountId;
import io.drover.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HiddenFieldsTest {
    private static final ResourceType NOTE =
            EmbeddedTypes.of("note", List.of(Field.of("title", "string"), secretOf("text")));
    private static final ResourceType BOX = new ResourceType(
            "box",
            "b",
            "",
            false,
            List.of(
                    Field.of("name", "string").writable().writtenBy(Role.OWNER),
                    secretOf("content").writable(),
                    Field.of("note", "note").writable(),
                    Field.of("notes", "array[note]")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("ru", Role.OWNER, Role.MEMBER).allow("r", Role.READONLY));
    private static final Resource ONE = new Resource(
            "box",
            "1b1",
            Map.of(
                    "name",
                    "a",
                    "content",
                    "gold",
                    "note",
                    Map.of("title", "t", "text", "gold"),
                    "notes",
                    List.of(Map.of("title", "t", "text", "gold"))));
    private static final Renderers RENDERERS = new Renderers(Map.of(BOX, (caller, box, action) -> true), List.of(NOTE));
    private static final SchemaDocuments SCHEMAS =
            new SchemaDocuments(List.of(BOX), List.of(NOTE), (type, rights, action) -> true);

    private static Field secretOf(String name) {
        return Field.of(name, "string").hiddenFrom(Role.READONLY);
    }

    private static View view(Role role) {
        return View.of(new Caller(new AccountId(1), "user", "ann", role, null, "", 0), "http://host/v2-beta");
    }

    @Test
    void whatIsHiddenFromARoleIsNeitherInResourcesNorInsideThem() {
        assertThat(RENDERERS.render(ONE, view(Role.READONLY)).toString()).doesNotContain("gold", "content");
        assertThat(RENDERERS.render(ONE, view(Role.READONLY)))
                .containsEntry("note", Map.of("title", "t"))
                .containsEntry("notes", List.of(Map.of("title", "t")));
        assertThat(RENDERERS.render(ONE, view(Role.MEMBER)))
                .containsEntry("content", "gold")
                .containsEntry("note", Map.of("title", "t", "text", "gold"));
    }

    @Test
    void schemasAreWithoutIt() {
        assertThat(fields("box", Role.READONLY)).containsOnlyKeys("name", "note", "notes");
        assertThat(fields("note", Role.READONLY)).containsOnlyKeys("title");
        assertThat(fields("box", Role.MEMBER)).containsOnlyKeys("name", "content", "note", "notes");
    }

    @Test
    void aFieldIsWritableInTheSchemasOfThoseWhoMayWriteIt() {
        assertThat(String.valueOf(fields("box", Role.OWNER).get("name"))).contains("update=true");
        assertThat(String.valueOf(fields("box", Role.MEMBER).get("name"))).contains("update=false");
        assertThat(String.valueOf(fields("box", Role.MEMBER).get("content"))).contains("update=true");
    }

    @Test
    void aFilterWouldTellWhatIsHidden() {
        assertThatThrownBy(() -> secretOf("content").filterable()).hasMessageContaining("'content'");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(String type, Role role) {
        Map<String, @Nullable Object> schema = SCHEMAS.find(type, view(role)).orElseThrow();
        return (Map<String, Object>) java.util.Objects.requireNonNull(schema.get("resourceFields"));
    }
}
