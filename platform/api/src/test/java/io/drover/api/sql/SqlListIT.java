package io.drover.api.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.request.FilterReader;
import io.drover.api.resource.Filter;
import io.drover.api.resource.Filter.Modifier;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Resource;
import io.drover.api.schema.Field;
import io.drover.testkit.MariaDb;
import io.r2dbc.spi.ConnectionFactories;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;

/** A list has the same rows in the database, with either driver, as in memory: for any filters, order and page. */
class SqlListIT {
    @RegisterExtension
    static final MariaDb database = MariaDb.forService("sqllist");

    private static final List<Field> FIELDS = List.of(
            Field.of("name", "string").filterable(),
            Field.of("weight", "int").filterable(),
            Field.of("isOpen", "boolean").filterable(),
            Field.of("at", "date").filterable(),
            Field.of("hostId", "reference[host]").filterable());
    private static final Map<String, String> COLUMNS = Map.of(
            "name",
            "b.name",
            "weight",
            "b.weight",
            "isOpen",
            "b.is_open",
            "at",
            "b.at",
            "hostId",
            "b.host_id",
            "removed",
            "b.removed");
    private static final List<String> NAMES = List.of("a", "ab", "a_b", "A|b", "a%b", "b\\c", "zz");
    private static final Instant BASE = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<Resource> ROWS = new ArrayList<>();

    @BeforeAll
    static void fill() throws SQLException {
        Random dice = new Random(7);
        try (Connection connection = database.connect()) {
            try (var statement = connection.createStatement()) {
                statement.execute("create table box (id bigint primary key, name varchar(20), weight int,"
                        + " is_open boolean, at datetime(3), host_id bigint, removed datetime(3))"
                        + " default charset utf8mb4 collate utf8mb4_general_ci");
            }
            for (int id = 1; id <= 60; id++) {
                Map<String, @Nullable Object> fields = new HashMap<>();
                fields.put("name", maybe(dice, NAMES.get(dice.nextInt(NAMES.size()))));
                fields.put("weight", maybe(dice, (long) dice.nextInt(5)));
                fields.put("isOpen", maybe(dice, dice.nextBoolean()));
                fields.put("at", maybe(dice, BASE.plusSeconds(dice.nextInt(5))));
                fields.put("hostId", maybe(dice, "1h" + (1 + dice.nextInt(3))));
                fields.put("removed", dice.nextInt(4) == 0 ? BASE : null);
                Resource row = new Resource("box", "1b" + id, fields);
                ROWS.add(row);
                insert(connection, id, row);
            }
        }
    }

    private static @Nullable Object maybe(Random dice, Object value) {
        return dice.nextInt(6) == 0 ? null : value;
    }

    private static void insert(Connection connection, int id, Resource row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into box values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, id);
            int column = 2;
            for (String name : List.of("name", "weight", "isOpen", "at", "hostId", "removed")) {
                Object value = row.fields().get(name);
                if (value instanceof Instant date) {
                    insert.setObject(column, LocalDateTime.ofInstant(date, ZoneOffset.UTC));
                } else if (name.equals("hostId") && value != null) {
                    insert.setLong(column, Long.parseLong(value.toString().substring(2)));
                } else {
                    insert.setObject(column, value);
                }
                column++;
            }
            insert.executeUpdate();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void sameRowsAsInMemory(String driver) {
        DatabaseClient client = DatabaseClient.create(ConnectionFactories.get(database.r2dbcUrl(driver)));
        Random dice = new Random(11);
        for (int round = 0; round < 300; round++) {
            ListQuery query = randomQuery(dice);
            assertThat(inDatabase(client, query)).as("%s %s", driver, query).isEqualTo(inMemory(query));
        }
    }

    private static List<String> inMemory(ListQuery query) {
        return MemoryList.of(query, ROWS).data().stream().map(Resource::id).toList();
    }

    private static List<String> inDatabase(DatabaseClient client, ListQuery query) {
        SqlList list = SqlList.of(query, COLUMNS, "b.id");
        List<String> ids = client.sql(
                        "select b.id from " + database.schema() + ".box b where 1 = 1" + list.where() + list.tail())
                .bindValues(list.binds())
                .map(row -> "1b" + row.get(0, Long.class))
                .all()
                .collectList()
                .block(Duration.ofSeconds(10));
        return SqlList.page(ids == null ? List.of() : ids, query);
    }

    private static ListQuery randomQuery(Random dice) {
        List<Filter> filters = new ArrayList<>();
        for (int i = dice.nextInt(3); i > 0; i--) {
            Field field = FIELDS.get(dice.nextInt(FIELDS.size()));
            List<Modifier> modifiers = List.copyOf(FilterReader.modifiers(field));
            filters.add(new Filter(field, modifiers.get(dice.nextInt(modifiers.size())), value(field, dice)));
        }
        Field sorted = FIELDS.get(dice.nextInt(FIELDS.size()));
        ListQuery.Sort sort = dice.nextBoolean() ? null : new ListQuery.Sort(sorted.name(), dice.nextBoolean());
        return new ListQuery(filters, sort, 1 + dice.nextInt(30), dice.nextInt(20), dice.nextBoolean(), null, Map.of());
    }

    private static String value(Field field, Random dice) {
        return switch (field.name()) {
            case "name" ->
                List.of("a", "a%", "a\\_b", "%b", "a|", "_", "b\\\\c", "%").get(dice.nextInt(8));
            case "weight" -> List.of("0", "2", "4", "x").get(dice.nextInt(4));
            case "isOpen" -> List.of("true", "false", "?").get(dice.nextInt(3));
            case "at" -> BASE.plusSeconds(dice.nextInt(5)).toString();
            default -> "1h" + (1 + dice.nextInt(3));
        };
    }
}
