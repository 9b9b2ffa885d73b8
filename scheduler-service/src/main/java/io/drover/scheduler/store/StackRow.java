package io.drover.scheduler.store;

import io.drover.model.StackId;
import io.drover.scheduler.reconcile.Activity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A stack as stored.
 *
 * @param answers variables for the compose files
 * @param warnings one sentence for each thing in them that is not honoured
 * @param startOnCreate services are activated when they are made
 * @param origin written when it is made and never changed
 */
public record StackRow(
        StackId id,
        Tenant tenant,
        String uuid,
        Instant created,
        @Nullable Instant removed,
        String name,
        @Nullable String description,
        @Nullable String dockerCompose,
        @Nullable String rancherCompose,
        Map<String, String> answers,
        List<String> warnings,
        @Nullable String externalId,
        @Nullable String group,
        boolean startOnCreate,
        Activity activity,
        Origin origin) {
    /** Who made it, which decides what it may. */
    public enum Origin {
        USER,
        /** An owner made it as part of the environment's infrastructure. */
        INFRASTRUCTURE,
        /** From a user's project template: a system stack like any other in what it may do to hosts. */
        TEMPLATE,
        /** From an administrator's project template: what it came with is not bound by the environment's privilege policy. */
        TRUSTED_TEMPLATE
    }

    public boolean system() {
        return origin != Origin.USER;
    }

    public boolean fromTemplate() {
        return origin == Origin.TEMPLATE || origin == Origin.TRUSTED_TEMPLATE;
    }

    public boolean unbound() {
        return origin == Origin.TRUSTED_TEMPLATE;
    }

    /** The same stack with other compose files. */
    public StackRow composed(
            String newDockerCompose,
            @Nullable String newRancherCompose,
            Map<String, String> newAnswers,
            List<String> newWarnings,
            @Nullable String newExternalId) {
        return new StackRow(
                id,
                tenant,
                uuid,
                created,
                removed,
                name,
                description,
                newDockerCompose,
                newRancherCompose,
                newAnswers,
                newWarnings,
                newExternalId,
                group,
                startOnCreate,
                activity,
                origin);
    }

    public StackRow described(
            String newName,
            @Nullable String newDescription,
            @Nullable String newExternalId,
            @Nullable String newGroup) {
        return new StackRow(
                id,
                tenant,
                uuid,
                created,
                removed,
                newName,
                newDescription,
                dockerCompose,
                rancherCompose,
                answers,
                warnings,
                newExternalId,
                newGroup,
                startOnCreate,
                activity,
                origin);
    }

    public StackRow removing() {
        return new StackRow(
                id,
                tenant,
                uuid,
                created,
                removed,
                name,
                description,
                dockerCompose,
                rancherCompose,
                answers,
                warnings,
                externalId,
                group,
                startOnCreate,
                Activity.REMOVED,
                origin);
    }

    static StackRow read(RowReader row) {
        return new StackRow(
                new StackId(row.number("id")),
                Tenant.read(row),
                row.text("uuid"),
                row.instant("created"),
                row.instantOrNull("removed"),
                row.text("name"),
                row.textOrNull("description"),
                row.textOrNull("docker_compose"),
                row.textOrNull("rancher_compose"),
                row.json("answers", new TypeReference<Map<String, String>>() {}),
                row.json("warnings", new TypeReference<List<String>>() {}),
                row.textOrNull("external_id"),
                row.textOrNull("group_name"),
                row.flag("start_on_create"),
                row.word("activity", Activity.class),
                row.word("origin", Origin.class));
    }
}
