package io.drover.model.environment;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code GET /internal/environments}: first one for each environment, removed ones too; then an empty one, which says
 * that the list is complete; then one for each environment that changes. Empty ones keep the connection alive.
 *
 * @param generation name of the database that says so: another one's word about removal is not believed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvironmentNews(
        @Nullable String generation, @Nullable EnvironmentFacts environment) {
    public static final EnvironmentNews ALIVE = new EnvironmentNews(null, null);
}
