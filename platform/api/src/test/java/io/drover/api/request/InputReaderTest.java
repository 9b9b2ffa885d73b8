package io.drover.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drover.api.ApiException;
import io.drover.api.request.Reading.Mode;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.TypeRegistry;
import io.drover.model.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

class InputReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeRegistry TYPES = new TypeRegistry(List.of(EmbeddedTypes.of(
            "launch",
            List.of(
                    Field.of("image", "string").writable().required(),
                    Field.of("memory", "int").writable().range(4, 8),
                    Field.of("next", "launch").writable()))));
    private static final InputReader READER = new InputReader(
            "box",
            List.of(
                    Field.of("name", "string")
                            .writable()
                            .required()
                            .length(2, 5)
                            .validChars("a-z-"),
                    Field.of("kindOf", "enum").creatable().options("a", "b").defaultsTo("a"),
                    Field.of("scale", "int").writable().range(0, 10).defaultsTo(1),
                    Field.of("ratio", "float").writable(),
                    Field.of("start", "boolean").writable(),
                    Field.of("at", "date").writable(),
                    Field.of("hostId", "reference[host]").writable(),
                    Field.of("hostIds", "array[reference[host]]").writable(),
                    Field.of("ports", "array[string]").writable(),
                    Field.of("labels", "map[string]").writable(),
                    Field.of("free", "json").writable(),
                    Field.of("launch", "launch").writable(),
                    Field.of("launches", "array[launch]").writable(),
                    Field.of("pin", "password").writable().secret().length(4, 8).validChars("0-9"),
                    Field.of("seal", "string").writable().writtenBy(Role.OWNER),
                    Field.of("agentState", "string")),
            TYPES);

    record Accepted(String name, Mode mode, String body, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Accepted> ACCEPTED = List.of(
            new Accepted("defaults", Mode.CREATE, "{'name':'abc'}", "{kindOf=a, name=abc, scale=1}"),
            new Accepted(
                    "null takes the default",
                    Mode.CREATE,
                    "{'name':'abc','scale':null}",
                    "{kindOf=a, name=abc, scale=1}"),
            new Accepted("no defaults in an update", Mode.UPDATE, "{}", "{}"),
            new Accepted("update to null", Mode.UPDATE, "{'hostId':null}", "{hostId=null}"),
            new Accepted("read-only is dropped", Mode.UPDATE, "{'agentState':'x','kindOf':'b'}", "{}"),
            new Accepted(
                    "what every resource has is dropped",
                    Mode.UPDATE,
                    "{'id':'1b1','type':'box','links':{},'actions':{},'createdTS':1,'state':'active','data':{}}",
                    "{}"),
            new Accepted("unknown null is dropped", Mode.UPDATE, "{'whatever':null}", "{}"),
            new Accepted("a field without a name is dropped", Mode.UPDATE, "{'':true,'scale':2}", "{scale=2}"),
            new Accepted("read-only in another case is dropped", Mode.UPDATE, "{'aGENTState':'x'}", "{}"),
            new Accepted("text to number", Mode.UPDATE, "{'scale':'7'}", "{scale=7}"),
            new Accepted("whole float to number", Mode.UPDATE, "{'scale':7.0}", "{scale=7}"),
            new Accepted("number to text", Mode.UPDATE, "{'ports':[80]}", "{ports=[80]}"),
            new Accepted("one for many", Mode.UPDATE, "{'ports':'80'}", "{ports=[80]}"),
            new Accepted("text to boolean", Mode.UPDATE, "{'start':'true'}", "{start=true}"),
            new Accepted("float", Mode.UPDATE, "{'ratio':'1.5'}", "{ratio=1.5}"),
            new Accepted("date", Mode.UPDATE, "{'at':'2026-01-01T00:00:00Z'}", "{at=2026-01-01T00:00:00Z}"),
            new Accepted("date in milliseconds", Mode.UPDATE, "{'at':0}", "{at=1970-01-01T00:00:00Z}"),
            new Accepted("now", Mode.UPDATE, "{'at':'now'}", "{at=2026-01-31T12:00:00Z}"),
            new Accepted("reference", Mode.UPDATE, "{'hostId':'1h5','hostIds':['1h6']}", "{hostId=5, hostIds=[6]}"),
            new Accepted("map", Mode.UPDATE, "{'labels':{'a':1,'b':null}}", "{labels={a=1, b=null}}"),
            new Accepted("anything", Mode.UPDATE, "{'free':[1,{'a':[]}]}", "{free=[1, {a=[]}]}"),
            new Accepted(
                    "nested",
                    Mode.UPDATE,
                    "{'launch':{'image':'x','memory':'4','next':{'image':'y'}}}",
                    "{launch={image=x, memory=4, next={image=y}}}"));

    @ParameterizedTest
    @FieldSource("ACCEPTED")
    void accepts(Accepted given) {
        var input = READER.read(reading(given.mode()), body(given.body()), Map.of());
        assertThat(new TreeMap<>(input.values()).toString()).isEqualTo(given.expected());
    }

    record Refused(String body, Mode mode, String code, String field, String says) {
        @Override
        public String toString() {
            return code + " " + body;
        }
    }

    static final List<Refused> REFUSED = List.of(
            new Refused("{}", Mode.CREATE, "MissingRequired", "name", "required"),
            new Refused("{'name':''}", Mode.CREATE, "MissingRequired", "name", "required"),
            new Refused("{'name':null}", Mode.UPDATE, "MissingRequired", "name", "required"),
            new Refused("{'name':'a'}", Mode.UPDATE, "MinLengthExceeded", "name", "at least 2"),
            new Refused("{'name':'abcdef'}", Mode.UPDATE, "MaxLengthExceeded", "name", "at most 5"),
            new Refused("{'name':'AB'}", Mode.UPDATE, "InvalidCharacters", "name", "'AB'"),
            new Refused("{'name':{}}", Mode.UPDATE, "InvalidFormat", "name", "text"),
            new Refused("{'name':'ab','kindOf':'c'}", Mode.CREATE, "InvalidOption", "kindOf", "a, b"),
            new Refused("{'scale':-1}", Mode.UPDATE, "MinLimitExceeded", "scale", "smallest accepted is 0"),
            new Refused("{'scale':11}", Mode.UPDATE, "MaxLimitExceeded", "scale", "largest accepted is 10"),
            new Refused("{'scale':1.5}", Mode.UPDATE, "InvalidFormat", "scale", "whole number"),
            new Refused("{'scale':'many'}", Mode.UPDATE, "InvalidFormat", "scale", "'many'"),
            new Refused("{'scale':1e400}", Mode.UPDATE, "InvalidFormat", "scale", "whole number"),
            new Refused("{'ratio':'x'}", Mode.UPDATE, "InvalidFormat", "ratio", "number"),
            new Refused("{'start':'perhaps'}", Mode.UPDATE, "InvalidFormat", "start", "true or false"),
            new Refused("{'at':'yesterday'}", Mode.UPDATE, "InvalidDateFormat", "at", "'yesterday'"),
            new Refused("{'hostId':'h5'}", Mode.UPDATE, "InvalidReference", "hostId", "'host'"),
            new Refused("{'ports':[null]}", Mode.UPDATE, "NotNullable", "ports", "null"),
            new Refused("{'labels':'x'}", Mode.UPDATE, "InvalidFormat", "labels", "object"),
            new Refused("{'launch':{}}", Mode.UPDATE, "MissingRequired", "launch.image", "'launch.image'"),
            new Refused("{'launch':{'image':'x','memory':9}}", Mode.UPDATE, "MaxLimitExceeded", "launch.memory", "8"),
            new Refused(
                    "{'launches':[{'image':'x','nexd':1}]}", Mode.UPDATE, "UnknownField", "launches.nexd", "'next'?"),
            new Refused("{'lables':{}}", Mode.UPDATE, "UnknownField", "lables", "did you mean 'labels'?"),
            new Refused("{'Scale':2}", Mode.UPDATE, "UnknownField", "Scale", "did you mean 'scale'?"),
            new Refused("{'KindOf':'b'}", Mode.UPDATE, "UnknownField", "KindOf", "did you mean 'kindOf'?"),
            new Refused("{'zzzzzzzzzzz':1}", Mode.UPDATE, "UnknownField", "zzzzzzzzzzz", "schema"),
            new Refused("{'pin':'secret'}", Mode.UPDATE, "InvalidCharacters", "pin", "(hidden)"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refuses(Refused given) {
        var error = catchThrowableOfType(
                ApiException.InvalidField.class,
                () -> READER.read(reading(given.mode()), body(given.body()), Map.of()));
        assertThat(error).isNotNull();
        assertThat(error.code() + " " + error.field()).isEqualTo(given.code() + " " + given.field());
        assertThat(error.sentence()).contains(given.says()).doesNotContain("secret");
    }

    @Test
    void theQueryFillsInAndTheBodyWins() {
        var input = READER.read(
                reading(Mode.UPDATE), body("{'scale':2}"), Map.of("scale", "3", "name", "abc", "projectId", "1a5"));
        assertThat(new TreeMap<>(input.values()).toString()).isEqualTo("{name=abc, scale=2}");
    }

    @Test
    void aFieldIsWrittenByThoseWhoMay() {
        Map<String, @Nullable Object> body = body("{'seal':'wax'}");
        assertThat(READER.read(new Reading(Mode.UPDATE, Role.OWNER, NOW), body, Map.of())
                        .values())
                .containsEntry("seal", "wax");
        assertThat(READER.read(new Reading(Mode.UPDATE, Role.MEMBER, NOW), body, Map.of())
                        .values())
                .isEmpty();
    }

    private static Reading reading(Mode mode) {
        return new Reading(mode, Role.MEMBER, NOW);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> body(String json) {
        return JSON.readValue(json.replace('\'', '"'), LinkedHashMap.class);
    }
}
