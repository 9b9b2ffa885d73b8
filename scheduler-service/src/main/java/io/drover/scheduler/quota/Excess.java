package io.drover.scheduler.quota;

import io.drover.model.environment.Quota;
import io.drover.model.environment.Quota.Item;
import java.util.Optional;

/**
 * More than an environment may have.
 *
 * @param limit of the quota
 * @param used without what is asked
 * @param asked how much more
 */
public record Excess(Item item, long limit, long used, long asked) {

    /**
     * Whether a change takes more than there is. What takes no more of an item than before is never refused for it, so that an
     * environment over a quota that was lowered can still be made smaller.
     */
    public static Optional<Excess> of(Quota quota, Usage before, Usage after) {
        for (Item item : Item.values()) {
            long limit = quota.limit(item).orElse(Long.MAX_VALUE);
            long wanted = after.of(item);
            long used = before.of(item);
            if (wanted > limit && wanted > used) {
                return Optional.of(new Excess(item, limit, used, wanted - used));
            }
        }
        return Optional.empty();
    }

    /** Names the quota, what is used and what is asked. */
    public String sentence() {
        return "the environment's quota is %s: %s used, %s more asked for; remove something, or let an administrator raise its 'quota.%s'"
                .formatted(item.shown(limit), item.shown(used), item.shown(asked), item.wire());
    }
}
