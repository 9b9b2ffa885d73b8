package io.drover.identity.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered agent.
 *
 * @param project the environment its host belongs to
 * @param account its own account, of kind agent
 * @param credential its key
 * @param accessKey public value of that key
 */
public record AgentRow(
        long id,
        String uuid,
        long project,
        long account,
        long credential,
        String accessKey,
        String keyHash,
        String state,
        Instant created,
        @Nullable Instant removed) {

    public boolean isActive() {
        return state.equals("active");
    }

    /** What a new agent is made of. */
    public record New(String uuid, long project, long account, long credential, String keyHash) {}
}
