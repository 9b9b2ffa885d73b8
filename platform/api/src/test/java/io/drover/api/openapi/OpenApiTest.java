package io.drover.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.render.SchemaDocuments;
import io.drover.api.render.View;
import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.testkit.GoldenFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One type with everything a type can have; that the document is valid is shown on the real types, by the server's tests. */
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final ResourceType BOX = new ResourceType(
                    "box",
                    "b",
                    "",
                    true,
                    List.of(
                            Field.of("name", "string")
                                    .writable()
                                    .required()
                                    .length(1, 10)
                                    .validChars("a-z")
                                    .filterable(),
                            Field.of("weight", "int")
                                    .writable()
                                    .range(0, 100)
                                    .defaultsTo(1)
                                    .describedAs("in kilograms"),
                            Field.of("color", "enum").writable().options("red", "green"),
                            Field.of("hostId", "reference[host]").creatable(),
                            Field.of("tags", "array[string]").writable().length(1, 20),
                            Field.of("labels", "map[string]").writable(),
                            Field.of("lid", "lid").writable(),
                            Field.of("key", "password").shownOnce(),
                            Field.of("pin", "password").writable().secret(),
                            Field.of("created", "date")),
                    List.of(ActionSpec.of("seal", "box")
                            .taking(
                                    "sealInput",
                                    Field.of("wax", "string").required().creatable())
                            .describedAs("Nobody can open it afterwards")),
                    List.of("parts"),
                    Set.of(),
                    Access.none().allow("crud", Role.OWNER).allow("r", Role.READONLY))
            .describedAs("A thing to put things into");
    private static final SchemaDocuments SCHEMAS = new SchemaDocuments(
            List.of(BOX),
            List.of(EmbeddedTypes.of("lid", List.of(Field.of("screws", "int").writable()))),
            (type, rights, action) -> true);

    @Test
    void everythingThatIsDeclaredIsInTheDocument() {
        GoldenFile.named("openapi/owner.json").assertMatches(JSON.writeValueAsString(document(Role.OWNER)));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whoOnlyReadsSeesNothingElse() {
        Map<String, Map<String, Object>> paths = (Map<String, Map<String, Object>>)
                Objects.requireNonNull(document(Role.READONLY).get("paths"));
        assertThat(paths.keySet())
                .containsExactly("/boxes", "/boxes/{id}", "/boxes/{id}/{link}", "/schemas", "/schemas/{id}");
        assertThat(paths.values()).allSatisfy(path -> assertThat(path).doesNotContainKeys("post", "put", "delete"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whoSeesNoTypeGetsThePathsOfSchemasOnly() {
        Map<String, Object> paths = (Map<String, Object>)
                Objects.requireNonNull(document(Role.AGENT).get("paths"));
        assertThat(paths.keySet()).containsExactly("/schemas", "/schemas/{id}");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> document(Role role) {
        View view = View.of(
                new Caller(new AccountId(1), "user", "ann", role, null, "", 0), "http://host/v2-beta/projects/1a5");
        return OpenApi.of(
                (List<Map<String, @Nullable Object>>)
                        Objects.requireNonNull(SCHEMAS.list(view).get("data")),
                view.base());
    }
}
