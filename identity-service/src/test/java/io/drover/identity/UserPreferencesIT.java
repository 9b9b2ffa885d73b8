package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.IdentityServer.Api;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What clients remember for people. Each driver has a class of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UserPreferencesIT {
    private final String driver;
    private IdentityServer server;
    private Api admin;
    private int names;

    UserPreferencesIT(String driver) {
        this.driver = driver;
    }

    abstract MariaDb database();

    @BeforeAll
    void start() {
        server = IdentityServer.startPreset(database(), driver, IdentityServer.folder());
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private record Person(String account, String key, Api api) {}

    private Person person() {
        String account =
                admin.post("/accounts", Map.of("name", "person" + ++names)).text("id");
        Answer made = admin.post("/apikeys", Map.of("accountId", account));
        String key = made.text("publicValue") + ":" + made.text("secretValue");
        return new Person(account, key, server.as(key, null));
    }

    private static Answer keep(Api api, String name, String value) {
        return api.post("/userpreferences", Map.of("name", name, "value", value));
    }

    @Test
    void aPreferenceIsKeptChangedAndForgotten() {
        Person ann = person();
        String json = "{\"stacks\": [\"1st1\"], \"emoji\": \"🚢\"}";
        Answer made = keep(ann.api(), "expandedStacks", json);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body())
                .containsEntry("type", "userPreference")
                .containsEntry("name", "expandedStacks")
                .containsEntry("value", json)
                .containsEntry("accountId", ann.account())
                .containsEntry("state", "active")
                .containsEntry("all", null);
        assertThat(made.map("actions")).containsOnlyKeys("update", "remove");
        String path = "/userpreferences/" + made.text("id");
        assertThat(ann.api().put(path, Map.of("value", "plain")).body())
                .containsEntry("name", "expandedStacks")
                .containsEntry("value", "plain");
        assertThat(ann.api().put(path, Map.of("name", "renamed")).body())
                .containsEntry("name", "renamed")
                .containsEntry("value", "plain");
        Answer removed = ann.api().delete(path);
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.body()).containsEntry("state", "removed");
        assertThat(ann.api().get(path).status()).isEqualTo(404);
        assertThat(keep(ann.api(), "renamed", "again").status()).isEqualTo(201);
    }

    @Test
    void nobodySeesThoseOfOthersAdministratorsNeither() {
        Person ann = person();
        String path =
                "/userpreferences/" + keep(ann.api(), "theme", "\"ui-dark\"").text("id");
        Api bob = person().api();

        for (Api other : List.of(bob, admin)) {
            assertThat(other.get(path).status()).isEqualTo(404);
            assertThat(other.put(path, Map.of("value", "x")).status()).isEqualTo(404);
            assertThat(other.delete(path).status()).isEqualTo(404);
            assertThat(other.post(path + "?action=remove", Map.of()).status()).isEqualTo(404);
            assertThat(other.get("/userpreferences?all=true").data()).isEmpty();
        }
        assertThat(keep(bob, "theme", "\"ui-light\"").status())
                .as("a name is taken for one account only")
                .isEqualTo(201);
        assertThat(bob.post("/userpreferences", Map.of("name", "his", "value", "1", "accountId", ann.account()))
                        .body())
                .as("nobody writes for somebody else")
                .doesNotContainEntry("accountId", ann.account());
        assertThat(ann.api().get("/userpreferences").data()).extracting("name").containsExactly("theme");
    }

    @Test
    void insideAnEnvironmentThereAreNone() {
        String project = admin.post("/projects", Map.of("name", "team")).text("id");
        Api inside = server.as(IdentityServer.ADMIN_KEY, project);
        assertThat(inside.get("/userpreferences").status()).isEqualTo(404);
        assertThat(inside.post("/userpreferences", Map.of("name", "a", "value", "b"))
                        .status())
                .isEqualTo(404);
        assertThat(inside.get("/schemas/userPreference").status()).isEqualTo(404);
    }

    @Test
    void aNameIsTakenOnceForAnAccount() {
        Person ann = person();
        String other = keep(ann.api(), "language", "\"de\"").text("id");
        keep(ann.api(), "theme", "1");
        Answer again = keep(ann.api(), "theme", "2");
        Answer renamed = ann.api().put("/userpreferences/" + other, Map.of("name", "theme"));

        for (Answer refused : List.of(again, renamed)) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body()).containsEntry("code", "NotUnique").containsEntry("fieldName", "name");
            assertThat(refused.body().toString()).contains("'theme'");
        }
        assertThat(keep(ann.api(), "Theme", "3").status())
                .as("letter by letter")
                .isEqualTo(201);
    }

    @Test
    void valuesAreBounded() {
        Person ann = person();
        String longest = "é".repeat(64 * 1024);
        assertThat(keep(ann.api(), "long", longest).body()).containsEntry("value", longest);
        Answer refused = keep(ann.api(), "longer", longest + "x");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsEntry("code", "MaxLengthExceeded").containsEntry("fieldName", "value");
        assertThat(ann.api().post("/userpreferences", Map.of("name", "none")).body())
                .containsEntry("code", "MissingRequired")
                .containsEntry("fieldName", "value");
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        Api ann = person().api();
        for (String name : List.of("b", "a", "c")) {
            keep(ann, name, "1");
        }
        assertThat(ann.get("/userpreferences?sort=name&order=desc&limit=2").data())
                .extracting("name")
                .containsExactly("c", "b");
        assertThat(ann.get("/userpreferences?sort=name&limit=2&marker=m2").data())
                .extracting("name")
                .containsExactly("c");
        assertThat(ann.get("/userpreferences?name=a&state=active").data()).hasSize(1);
        assertThat(ann.get("/userpreferences?state_ne=active").data()).isEmpty();
        assertThat(ann.get("/userpreferences?sort=state").data()).hasSize(3);
        assertThat(ann.get("/userpreferences?sort=created&name_ne=a").data())
                .extracting("name")
                .containsExactly("b", "c");
    }

    @Test
    void anAccountHasFiveHundredAtMostAlsoWhenTwoAskForTheLast() throws SQLException {
        Person ann = person();
        String number = ann.account().substring(2);
        try (Connection connection = database().connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into user_preference (uuid, account_id, name, value, created)"
                    + " with recursive n(i) as (select 1 union all select i + 1 from n where i < 499)"
                    + " select uuid(), " + number + ", concat('p', i), '1', now(6) from n");
        }
        List<CompletableFuture<Answer>> both = new ArrayList<>();
        for (String name : List.of("last", "too many")) {
            both.add(CompletableFuture.supplyAsync(() -> keep(ann.api(), name, "1")));
        }
        List<Answer> answers = both.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(answers.toString()).contains("500 preferences");
    }

    @Test
    void theyGoWithTheirAccount() throws SQLException {
        Person ann = person();
        keep(ann.api(), "theme", "1");
        assertThat(admin.delete("/accounts/" + ann.account()).status()).isEqualTo(200);
        assertThat(count(ann)).isZero();
        // Her token is still good at this service; the gateway forgets it.
        assertThat(keep(ann.api(), "late", "1").status()).isEqualTo(403);
        assertThat(count(ann)).isZero();
    }

    private long count(Person person) throws SQLException {
        try (Connection connection = database().connect();
                var statement =
                        connection.prepareStatement("select count(*) from user_preference where account_id = ?")) {
            statement.setLong(1, Long.parseLong(person.account().substring(2)));
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
