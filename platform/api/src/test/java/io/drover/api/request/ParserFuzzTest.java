package io.drover.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.ApiException;
import io.drover.api.resource.FilterValue;
import io.drover.api.schema.Access;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.TypeRegistry;
import io.drover.api.schema.WireDate;
import io.drover.api.sql.SqlList;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a client sends: the parsers of requests answer a value or an {@link ApiException}, never another exception, and in
 * bounded time. What was found once stands below as a case of its own.
 */
class ParserFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<Field> FIELDS = List.of(
            Field.of("name", "string")
                    .writable()
                    .required()
                    .length(1, 10)
                    .validChars("a-z0-9-")
                    .filterable(),
            Field.of("count", "int").writable().range(0, 100).filterable(),
            Field.of("share", "float").writable().filterable(),
            Field.of("isOpen", "boolean").writable().filterable(),
            Field.of("color", "enum").writable().options("red", "green").filterable(),
            Field.of("due", "date").writable().filterable(),
            Field.of("hostId", "reference[host]").writable().filterable(),
            Field.of("tags", "array[string]").writable(),
            Field.of("sizes", "array[int]").writable(),
            Field.of("labels", "map[string]").writable(),
            Field.of("lids", "map[lid]").writable(),
            Field.of("lid", "lid").writable(),
            Field.of("free", "json").writable());
    private static final ResourceType BOX = new ResourceType(
            "box",
            "b",
            "",
            false,
            FIELDS,
            List.of(),
            List.of("parts"),
            Set.of(),
            Access.none().allow("crud", Role.OWNER));
    private static final InputReader INPUTS = new InputReader(
            "box",
            FIELDS,
            new TypeRegistry(List.of(EmbeddedTypes.of(
                    "lid", List.of(Field.of("screws", "int").writable().required())))));
    private static final FilterReader FILTERS = new FilterReader(BOX);
    private static final BodyReader BODIES = new BodyReader(JsonMapper.builder().build());

    @Property(tries = 500)
    void bodies(@ForAll("objects") Map<String, @Nullable Object> body, @ForAll Reading.Mode mode) {
        try {
            INPUTS.read(new Reading(mode, Role.OWNER, NOW), body, Map.of());
        } catch (ApiException refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void bytesOfBodies(@ForAll byte[] bytes, @ForAll boolean isForm) {
        try {
            BODIES.read(bytes, isForm ? "application/x-www-form-urlencoded" : null);
        } catch (ApiException.BadRequest refused) {
            assertThat(refused.code()).isEqualTo("InvalidBodyContent");
        }
    }

    /** As a client sends them: JSON that may be an object with any fields. */
    @Property(tries = 1000)
    void fieldsOfBodies(@ForAll byte[] bytes) {
        try {
            bodies(BODIES.read(bytes, null), Reading.Mode.CREATE);
        } catch (ApiException.BadRequest refused) {
            assertThat(refused.code()).isEqualTo("InvalidBodyContent");
        }
    }

    @Property(tries = 1000)
    void filters(@ForAll("queries") Map<String, List<String>> query) {
        var read = FILTERS.read(query);
        assertThat(read.limit()).isBetween(1, 3000);
        assertThat(read.offset()).isNotNegative();
        Map<String, String> columns = new HashMap<>();
        FIELDS.forEach(field -> columns.put(field.name(), "b." + field.name()));
        SqlList list = SqlList.of(read, columns, "b.id");
        // No text of the client is in the statement: it travels as a bind.
        assertThat(list.where() + list.tail()).matches("[ a-zA-Z0-9_.:<>=|',]*");
        read.filters().forEach(FilterValue::of);
    }

    @Property(tries = 1000)
    void paths(@ForAll String path) {
        try {
            ApiPath.parse("/v2-beta/" + path).translated();
        } catch (ApiException.NotFound refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
        ApiPath.isApi(path);
    }

    @Property
    void idsAreReadAsTheyWereWritten(@ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long number) {
        assertThat(WireId.parse(WireId.format("st", number))).hasValue(number);
    }

    @Property(tries = 2000)
    void textsThatAreNoId(@ForAll String text) {
        WireId.parse(text).ifPresent(number -> assertThat(text).matches("(?s)1\\p{L}+[0-9]{1,18}"));
    }

    @Property
    void datesAreReadAsTheyWereWritten(@ForAll @LongRange(min = -30_000_000_000L, max = 253_000_000_000L) long second) {
        Instant date = Instant.ofEpochSecond(second);
        assertThat(WireDate.parse(WireDate.format(date))).contains(date);
        assertThat(WireDate.parse(String.valueOf(date.toEpochMilli()))).contains(date);
    }

    @Property(tries = 2000)
    void textsThatAreNoDate(@ForAll String text) {
        WireDate.parse(text).ifPresent(date -> assertThat(WireDate.format(date)).hasSize(20));
    }

    @Test
    void aYearThatNoDatabaseKnowsIsNoDate() {
        assertThat(WireDate.parse("+999999999-12-31T23:59:59Z")).isEmpty();
        assertThat(WireDate.parse(String.valueOf(Long.MAX_VALUE))).isEmpty();
        assertThat(WireDate.parse(String.valueOf(Long.MIN_VALUE))).isEmpty();
        assertThat(WireDate.parse("0000-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedAtOnce() {
        assertRefusedQuickly(Map.of("name", "a", "count", "9".repeat(1_000_000)));
        assertRefusedQuickly(Map.of("name", "a", "share", "1".repeat(1_000_000)));
        assertRefusedQuickly(Map.of("name", "a", "count", "1e999999999"));
    }

    @Test
    void whatIsNoFiniteNumberIsNone() {
        assertRefusedQuickly(Map.of("name", "a", "share", "NaN"));
        assertRefusedQuickly(Map.of("name", "a", "share", "1e999"));
    }

    @Test
    void aFieldsNameOfAMegabyteIsRefusedAtOnceAndNotRepeated() {
        assertThat(assertRefusedQuickly(Map.of("name", "a", "x".repeat(1_000_000), "y"))
                        .sentence())
                .hasSizeLessThan(300);
    }

    @Test
    void aKeyThatLooksLikeAReplacementIsOnlyAKey() {
        assertThat(assertRefusedQuickly(Map.of("name", "a", "lids", Map.of("a$1\\", Map.of("screws", "many"))))
                        .sentence())
                .contains("lids.a$1\\.screws");
    }

    private static ApiException assertRefusedQuickly(Map<String, @Nullable Object> body) {
        return Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> Assertions.assertThrows(
                        ApiException.InvalidField.class,
                        () -> INPUTS.read(new Reading(Reading.Mode.CREATE, Role.OWNER, NOW), body, Map.of())));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        byte[] deep = ("{\"free\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}").getBytes(StandardCharsets.UTF_8);
        Assertions.assertThrows(ApiException.BadRequest.class, () -> BODIES.read(deep, null));
    }

    @Provide
    @SuppressWarnings("NullAway") // the library's types know nothing of nulls
    Arbitrary<Map<String, @Nullable Object>> objects() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(FIELDS).map(Field::name), Arbitraries.strings().ofMaxLength(12));
        return Arbitraries.maps(names, values()).ofMaxSize(5).map(LinkedHashMap::new);
    }

    @SuppressWarnings("NullAway")
    private static Arbitrary<@Nullable Object> values() {
        Arbitrary<Object> simple = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                texts().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
        return Arbitraries.recursive(
                () -> simple.injectNull(0.1),
                value -> Arbitraries.oneOf(
                        value.list().ofMaxSize(2).map(Object.class::cast),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), value)
                                .ofMaxSize(2)
                                .map(Object.class::cast)),
                0,
                2);
    }

    /** Texts near those that mean something. */
    private static Arbitrary<String> texts() {
        return Arbitraries.of(
                "",
                " ",
                "now",
                "true",
                "1",
                "0",
                "-1",
                "1h5",
                "1h",
                "1",
                "1h99999999999999999999",
                "m5",
                "m-1",
                "red",
                "2026-01-31T12:00:00Z",
                "2026-13-31T12:00:00Z",
                "9223372036854775808",
                "1e5",
                "0x10",
                "%",
                "a_b",
                "\u0000",
                "\ud800",
                "1!name",
                "1as!x",
                "NaN",
                "-Infinity");
    }

    @Provide
    Arbitrary<Map<String, List<String>>> queries() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(
                        "name_like",
                        "count_gt",
                        "due_lt",
                        "hostId_ne",
                        "limit",
                        "marker",
                        "sort",
                        "order",
                        "include",
                        "_removed",
                        "isOpen",
                        "share_lte",
                        "id",
                        "id_null",
                        "color_prefix",
                        "name_",
                        "_eq",
                        "name_eq"),
                Arbitraries.strings().ofMaxLength(12));
        Arbitrary<String> values = Arbitraries.oneOf(
                texts(),
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.longs().map(String::valueOf));
        return Arbitraries.maps(names, values.list().ofMinSize(1).ofMaxSize(2)).ofMaxSize(4);
    }
}
