package io.drover.agent.keeper;

import io.drover.agent.reconcile.Action;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work in flight at the engine: at most one step per instance, and per kind no more than the engine gains from. Creating and
 * starting are bound by the processor: one of each for every core keeps the engine busy, and more only get in each other's
 * way (docs/benchmarks.md). As many creates as starts let the first containers run while the last ones do not exist yet.
 * Stops only wait, so they do not count against anybody.
 */
final class Steps {
    private static final int PULLS = 3;
    private static final int LEAST = 2;
    private static final int MOST = 16;
    private static final int STOPS = 32;
    private static final int REMOVES = 4;

    /** Creates, and as many starts beside them. */
    private final int each;

    private final Map<String, Action> byUuid = new HashMap<>();
    /** Image to percent. */
    private final Map<String, Integer> pulls = new HashMap<>();

    /** @param cores of the host, at least 1 */
    Steps(int cores) {
        this.each = Math.clamp(cores, LEAST, MOST);
    }

    Set<String> busy() {
        return byUuid.keySet();
    }

    @Nullable
    Action of(String uuid) {
        return byUuid.get(uuid);
    }

    /** Percent of a pull in flight; null if the image is not being pulled. */
    @Nullable
    Integer progress(String image) {
        return pulls.get(image);
    }

    void progress(String image, int percent) {
        pulls.computeIfPresent(image, (name, before) -> percent);
    }

    /** Takes the step if there is room; the plan offers it again otherwise. */
    boolean begin(Action action) {
        return switch (action) {
            case Action.Pull pull -> {
                boolean room = pulls.size() < PULLS && !pulls.containsKey(pull.image());
                if (room) {
                    pulls.put(pull.image(), 0);
                    pull.waiting().forEach(uuid -> byUuid.put(uuid, pull));
                }
                yield room;
            }
            case Action.Create create -> take(create.creation().instance().uuid(), action, each);
            case Action.Start start -> take(start.uuid(), action, each);
            case Action.Stop stop -> take(stop.uuid(), action, STOPS);
            case Action.Remove remove -> take(remove.uuid(), action, REMOVES);
        };
    }

    /** Whether another start would have to wait. */
    boolean isStartingMost() {
        return inFlight(Action.Start.class) >= each;
    }

    private boolean take(String uuid, Action action, int most) {
        return inFlight(action.getClass()) < most && byUuid.putIfAbsent(uuid, action) == null;
    }

    private long inFlight(Class<? extends Action> kind) {
        return byUuid.values().stream().filter(kind::isInstance).count();
    }

    void end(String uuid) {
        byUuid.remove(uuid);
    }

    void end(Action.Pull pull) {
        pulls.remove(pull.image());
        pull.waiting().forEach(byUuid::remove);
    }
}
