package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.drover.identity.template.StackTemplate;
import io.drover.model.environment.TemplateStack;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Project templates: one's own, and those that are public. */
public final class ProjectTemplateStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "name", "t.name",
            "accountId", "t.account_id",
            "isPublic", "t.is_public",
            "externalId", "t.external_id",
            "uuid", "t.uuid",
            "created", "t.created",
            "removed", "t.removed");

    private static final TypeReference<List<StackTemplate>> STACKS = new TypeReference<>() {};
    private static final TypeReference<List<TemplateStack>> ENVIRONMENT_STACKS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SELECT = "select t.id, t.uuid, t.account_id, t.name, t.description, t.is_public,"
            + " t.external_id, t.stacks, t.created, t.removed from project_template t where ";

    private final DatabaseClient database;

    public ProjectTemplateStore(DatabaseClient database) {
        this.database = database;
    }

    /** What is written of one. */
    public record Written(
            String name,
            @Nullable String description,
            boolean isPublic,
            @Nullable String externalId,
            List<StackTemplate> stacks) {}

    public Flux<ProjectTemplateRow> listAll(SqlList list) {
        return read(database.sql(SELECT + "1 = 1" + list.where() + list.tail()).bindValues(list.binds()));
    }

    /** Those of the account, and the public ones. */
    public Flux<ProjectTemplateRow> listFor(long account, SqlList list) {
        return read(database.sql(SELECT + "(t.is_public or t.account_id = :account)" + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("account", account));
    }

    public Mono<ProjectTemplateRow> find(long id) {
        return read(database.sql(SELECT + "t.id = :id").bind("id", id)).singleOrEmpty();
    }

    /** The row, locked until the transaction ends. */
    public Mono<ProjectTemplateRow> lock(long id) {
        return read(database.sql(SELECT + "t.id = :id for update").bind("id", id))
                .singleOrEmpty();
    }

    public Mono<ProjectTemplateRow> findPublic(String name) {
        return read(database.sql(SELECT + "t.name = :name and t.is_public and t.removed is null")
                        .bind("name", name))
                .singleOrEmpty();
    }

    /** Fails with {@code DuplicateKeyException} if the name is taken. */
    public Mono<Long> insert(String uuid, long account, Written template, Instant now) {
        return written(
                        database.sql("insert into project_template (uuid, account_id, name, description, is_public,"
                                        + " external_id, stacks, created) values (:uuid, :account, :name, :description,"
                                        + " :public, :external, :stacks, :created)")
                                .bind("uuid", uuid)
                                .bind("account", account)
                                .bind("created", utc(now)),
                        template)
                .filter(statement -> statement.returnGeneratedValues("id"))
                .map(row -> number(row, "id"))
                .one();
    }

    public Mono<Long> update(long id, Written template) {
        return written(
                        database.sql("update project_template set name = :name, description = :description,"
                                        + " is_public = :public, external_id = :external, stacks = :stacks"
                                        + " where id = :id and removed is null")
                                .bind("id", id),
                        template)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update project_template set removed = :now where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** A new environment begins with what the template says now. */
    public Mono<Long> apply(long project, ProjectTemplateRow template) {
        return database.sql("update project set project_template_id = :template, template_stacks = :stacks"
                        + " where id = :project")
                .bind("template", template.id())
                .bind("stacks", JSON.writeValueAsString(template.environmentStacks()))
                .bind("project", project)
                .fetch()
                .rowsUpdated();
    }

    /** What {@link #apply} wrote. */
    static List<TemplateStack> environmentStacks(@Nullable String stored) {
        return stored == null ? List.of() : JSON.readValue(stored, ENVIRONMENT_STACKS);
    }

    private static DatabaseClient.GenericExecuteSpec written(DatabaseClient.GenericExecuteSpec sql, Written template) {
        var bound = sql.bind("name", template.name())
                .bind("public", template.isPublic())
                .bind("stacks", JSON.writeValueAsString(template.stacks()));
        return bindText(bindText(bound, "description", template.description()), "external", template.externalId());
    }

    private static Flux<ProjectTemplateRow> read(DatabaseClient.GenericExecuteSpec sql) {
        return sql.map(ProjectTemplateStore::row).all();
    }

    private static ProjectTemplateRow row(Readable row) {
        return new ProjectTemplateRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "account_id"),
                text(row, "name"),
                textOrNull(row, "description"),
                flag(row, "is_public"),
                textOrNull(row, "external_id"),
                JSON.readValue(text(row, "stacks"), STACKS),
                instant(row, "created"),
                instantOrNull(row, "removed"));
    }
}
