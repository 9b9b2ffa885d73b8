package io.drover.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.resource.Filter;
import io.drover.api.resource.Filter.Modifier;
import io.drover.api.resource.ListQuery;
import io.drover.api.schema.Field;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SqlListTest {
    private static final Map<String, String> COLUMNS = Map.of(
            "name",
            "s.name",
            "scale",
            "s.scale",
            "open",
            "s.open",
            "at",
            "s.at",
            "hostId",
            "s.host_id",
            "removed",
            "s.removed");

    record Case(String name, String type, Modifier modifier, String value, String where, Map<String, Object> binds) {
        @Override
        public String toString() {
            return name + " " + modifier + " " + value;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("name", "string", Modifier.EQ, "x", " and s.name = :f0", Map.of("f0", "x")),
            new Case("name", "string", Modifier.NE, "x", " and s.name <> :f0", Map.of("f0", "x")),
            new Case("name", "string", Modifier.LIKE, "a%", " and s.name like :f0", Map.of("f0", "a%")),
            new Case("name", "string", Modifier.NOTLIKE, "a%", " and s.name not like :f0", Map.of("f0", "a%")),
            new Case(
                    "name",
                    "string",
                    Modifier.PREFIX,
                    "a_|%",
                    " and s.name like :f0 escape '|'",
                    Map.of("f0", "a|_|||%%")),
            new Case("name", "string", Modifier.NULL, "", " and s.name is null", Map.of()),
            new Case("name", "string", Modifier.NOTNULL, "", " and s.name is not null", Map.of()),
            new Case("scale", "int", Modifier.GTE, "3", " and s.scale >= :f0", Map.of("f0", 3L)),
            new Case("scale", "int", Modifier.LT, "x", " and 1 = 0", Map.of()),
            new Case("open", "boolean", Modifier.EQ, "TRUE", " and s.open = :f0", Map.of("f0", true)),
            new Case("open", "boolean", Modifier.EQ, "maybe", " and 1 = 0", Map.of()),
            new Case("hostId", "reference[host]", Modifier.EQ, "1h7", " and s.host_id = :f0", Map.of("f0", 7L)),
            new Case("hostId", "reference[host]", Modifier.EQ, "7", " and 1 = 0", Map.of()),
            new Case("id", "reference[box]", Modifier.EQ, "1b7", " and s.id = :f0", Map.of("f0", 7L)),
            new Case(
                    "hostId",
                    "reference[host]",
                    Modifier.IN,
                    "1h7,1h9",
                    " and s.host_id in (:f0)",
                    Map.of("f0", List.of(7L, 9L))),
            new Case("hostId", "reference[host]", Modifier.IN, "", " and 1 = 0", Map.of()),
            new Case(
                    "at",
                    "date",
                    Modifier.LTE,
                    "2026-01-31T12:00:00Z",
                    " and s.at <= :f0",
                    Map.of("f0", LocalDateTime.parse("2026-01-31T12:00:00"))));

    @ParameterizedTest
    @FieldSource("CASES")
    void filters(Case given) {
        SqlList list = SqlList.of(
                query(null, true, new Filter(Field.of(given.name(), given.type()), given.modifier(), given.value())),
                COLUMNS,
                "s.id");
        Map<String, Object> binds = new TreeMap<>(given.binds());
        binds.put("pageLimit", 11);
        binds.put("pageOffset", 20L);
        assertThat(list.where()).isEqualTo(given.where());
        assertThat(new TreeMap<>(list.binds())).isEqualTo(binds);
    }

    @Test
    void leavesRemovedRowsOutUnlessAsked() {
        assertThat(SqlList.of(query(null, false), COLUMNS, "s.id").where()).isEqualTo(" and s.removed is null");
        assertThat(SqlList.of(query(null, true), COLUMNS, "s.id").where()).isEmpty();
    }

    @Test
    void ordersWithTheIdAsTieBreakInTheSameDirection() {
        String limit = " limit :pageLimit offset :pageOffset";
        assertThat(tail(null)).isEqualTo(" order by s.id asc" + limit);
        assertThat(tail(new ListQuery.Sort("name", true))).isEqualTo(" order by s.name desc, s.id desc" + limit);
        assertThat(tail(new ListQuery.Sort("id", true))).isEqualTo(" order by s.id desc" + limit);
    }

    @Test
    void aFilterableFieldWithoutAColumnIsAMistakeOfTheService() {
        assertThatThrownBy(() -> SqlList.of(
                        query(null, true, new Filter(Field.of("color", "string"), Modifier.EQ, "red")), COLUMNS, "id"))
                .hasMessageContaining("color");
    }

    @Property
    void noValueEverBecomesPartOfTheSql(@ForAll Modifier modifier, @ForAll String value) {
        String marked = "~" + value + "~";
        SqlList list = SqlList.of(
                query(null, true, new Filter(Field.of("name", "string"), modifier, marked)), COLUMNS, "s.id");
        assertThat(list.where() + list.tail()).doesNotContain("~");
    }

    private static String tail(ListQuery.@Nullable Sort sort) {
        return SqlList.of(query(sort, true), COLUMNS, "s.id").tail();
    }

    private static ListQuery query(ListQuery.@Nullable Sort sort, boolean removed, Filter... filters) {
        return new ListQuery(List.of(filters), sort, 10, 20, removed, null, Map.of());
    }
}
