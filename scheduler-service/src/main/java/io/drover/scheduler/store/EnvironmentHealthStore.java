package io.drover.scheduler.store;

import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.EnvironmentTallies;
import io.drover.scheduler.reconcile.EnvironmentTallies.Group;
import io.drover.scheduler.reconcile.HealthState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** How well what is in environments is. One query, whatever their number: a list of environments asks for all of its page. */
public final class EnvironmentHealthStore {
    private static final String GROUPS = "select t.environment_id, t.id as stack_id, t.activity as stack_activity,"
            + " v.activity, v.status_health, count(v.id) as services from stack t left join service v"
            + " on v.stack_id = t.id and v.removed is null"
            + " where t.environment_id in (:environments) and t.removed is null"
            + " group by t.environment_id, t.id, t.activity, v.activity, v.status_health";

    private final DatabaseClient database;
    private final JsonMapper json;

    public EnvironmentHealthStore(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Of each environment; what has no stacks is healthy. */
    public Mono<Map<Long, HealthState>> of(Collection<Long> environments) {
        Map<Long, HealthState> all = new HashMap<>();
        environments.forEach(environment -> all.put(environment, HealthState.HEALTHY));
        return environments.isEmpty()
                ? Mono.just(all)
                : database.sql(GROUPS)
                        .bind("environments", environments)
                        .map(row -> group(new RowReader(row, json)))
                        .all()
                        .collectList()
                        .map(groups -> {
                            all.putAll(EnvironmentTallies.of(groups));
                            return all;
                        });
    }

    private static Group group(RowReader row) {
        boolean hasServices = row.textOrNull("status_health") != null;
        return new Group(
                row.number("environment_id"),
                row.number("stack_id"),
                row.word("stack_activity", Activity.class) == Activity.ACTIVE,
                hasServices && row.word("activity", Activity.class) == Activity.ACTIVE,
                hasServices ? row.word("status_health", HealthState.class) : null,
                row.number("services"));
    }
}
