package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.scheduler.environment.Hearing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An environment as this service knows it.
 *
 * @param heard identity-service's word
 * @param removalBegun since when what is in it goes
 * @param emptied since when nothing is left, and identity-service knows
 * @param templatesMade since when the stacks of its template are there
 * @param templatesStarted since when their services are active
 * @param removalNote what identity-service was told last about the removal
 */
public record EnvironmentRow(
        Hearing.Belief heard,
        @Nullable Instant removalBegun,
        @Nullable Instant emptied,
        @Nullable Instant templatesMade,
        @Nullable Instant templatesStarted,
        @Nullable String removalNote) {
    public EnvironmentId id() {
        return heard.facts().id();
    }

    public EnvironmentFacts facts() {
        return heard.facts();
    }

    static EnvironmentRow read(RowReader row) {
        return new EnvironmentRow(
                new Hearing.Belief(row.text("generation"), row.json("facts", EnvironmentFacts.class)),
                row.instantOrNull("removal_begun"),
                row.instantOrNull("emptied"),
                row.instantOrNull("templates_made"),
                row.instantOrNull("templates_started"),
                row.textOrNull("removal_note"));
    }
}
