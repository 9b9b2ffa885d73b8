package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.scheduler.environment.Hearing;
import io.drover.scheduler.environment.Holdings;

/**
 * An environment as this service knows it.
 *
 * @param heard identity-service's word
 * @param marks what the environment loop has done
 */
public record EnvironmentRow(Hearing.Belief heard, Holdings.Marks marks) {
    public EnvironmentId id() {
        return heard.facts().id();
    }

    public EnvironmentFacts facts() {
        return heard.facts();
    }

    static EnvironmentRow read(RowReader row) {
        return new EnvironmentRow(
                new Hearing.Belief(row.text("generation"), row.json("facts", EnvironmentFacts.class)),
                new Holdings.Marks(
                        row.instantOrNull("removal_begun"),
                        row.instantOrNull("emptied") != null,
                        row.instantOrNull("purged") != null,
                        row.instantOrNull("templates_made") != null,
                        row.instantOrNull("templates_started") != null,
                        row.textOrNull("removal_note")));
    }
}
