package io.drover.agent;

import io.drover.agent.keeper.AgentEvent;
import io.drover.agent.keeper.Effect;
import io.drover.agent.keeper.HostKeeper;
import io.drover.model.link.DocumentVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread that changes the agent's state: takes what has happened, lets the keeper decide, hands out the effects. */
final class AgentLoop {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final HostKeeper keeper;
    private final Consumer<Effect> world;
    private final Clock clock;
    private final BlockingQueue<AgentEvent> events;
    private volatile DocumentVersion known;

    AgentLoop(HostKeeper keeper, Consumer<Effect> world, Clock clock, BlockingQueue<AgentEvent> events) {
        this.keeper = keeper;
        this.world = world;
        this.clock = clock;
        this.events = events;
        this.known = keeper.known();
    }

    static BlockingQueue<AgentEvent> queue() {
        return new LinkedBlockingQueue<>();
    }

    /** The document the agent works by; from any thread. */
    DocumentVersion known() {
        return known;
    }

    void run() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            List<AgentEvent> happened = new ArrayList<>();
            AgentEvent first = events.poll(millisUntil(keeper.wakeAt()), TimeUnit.MILLISECONDS);
            happened.add(first == null ? new AgentEvent.Tick() : first);
            events.drainTo(happened);
            List<Effect> effects = keeper.on(happened, clock.instant());
            known = keeper.known();
            effects.forEach(world);
        }
    }

    private long millisUntil(Instant when) {
        Instant now = clock.instant();
        if (when.isAfter(now.plus(LONGEST_WAIT))) {
            return LONGEST_WAIT.toMillis();
        }
        // Rounded up: waking a fraction early would find nothing to do and spin.
        return Math.max(0, Duration.between(now, when).plusNanos(999_999).toMillis());
    }
}
