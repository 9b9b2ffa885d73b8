package io.drover.identity.store;

import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.model.environment.TemplateStack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment: its account and what only environments have.
 *
 * @param startPort first port for random public ports
 * @param endPort last one
 * @param hostRemoveDelay seconds until a disconnected host is removed; -1: never; null: the installation's setting
 * @param links numbers of the environments it belongs together with
 * @param removal what is known of the removal of what was in it
 * @param template what it began with
 */
public record ProjectRow(
        AccountRow account,
        String orchestration,
        boolean allowSystemRole,
        int startPort,
        int endPort,
        @Nullable Integer hostRemoveDelay,
        Quota quota,
        PrivilegePolicy privileges,
        List<Long> links,
        Removal removal,
        Template template) {
    public ProjectRow {
        links = List.copyOf(links);
    }

    /**
     * @param note one sentence of scheduler-service's
     * @param finished nothing is left of it
     */
    public record Removal(@Nullable String note, boolean finished) {}

    /**
     * @param id number of the template it was made from; null: none
     * @param stacks the template's, as they were then; empty in lists, which do not read them
     */
    public record Template(@Nullable Long id, List<TemplateStack> stacks) {
        public Template {
            stacks = List.copyOf(stacks);
        }
    }

    public long id() {
        return account.id();
    }

    /** What the other services are told. */
    public EnvironmentFacts facts() {
        State state = switch (account.state()) {
            case "active" -> State.ACTIVE;
            case "inactive" -> State.INACTIVE;
            default -> State.REMOVED;
        };
        return new EnvironmentFacts(
                new EnvironmentId(id()),
                account.uuid(),
                account.name(),
                state,
                quota,
                privileges,
                hostRemoveDelay == null ? null : Long.valueOf(hostRemoveDelay),
                template.stacks());
    }
}
