package io.drover.runtime.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.database.TrialContext;
import io.drover.runtime.feed.FeedSettings;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** Two processes that want one lease, on the real database and the real clock. */
class LeaseLoopIT {
    private static final LeaseSettings SETTINGS = new LeaseSettings(Duration.ofSeconds(3), Duration.ofMillis(500));
    private static final Duration LONGER_THAN_THE_EXPIRY = Duration.ofSeconds(4);

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("trial");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private TrialContext context;

    @BeforeEach
    void open() {
        context = new TrialContext(DATABASE.settings(), FeedSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void oneHoldsItAndTheOtherTakesOverWithTheNextEpochWhenItIsGivenBack() {
        LeaseLoop first = loop("handover", "a", context);
        LeaseLoop second = loop("handover", "b", context);
        first.start();
        long held = epochOf(first);
        second.start();
        await(LONGER_THAN_THE_EXPIRY); // Renewal keeps it.
        assertThat(second.current()).isEmpty();
        first.stop();
        assertThat(first.current()).isEmpty();
        assertThat(epochOf(second)).isGreaterThan(held);
        assertThat(events).startsWith("a acquired " + held).contains("a lost " + held);
        second.stop();
    }

    /** With the product's own times: renewal is slower than the database gives up on a lock, or attempts pile up behind it. */
    @Test
    void aHolderThatCannotReachTheDatabaseStepsDownBeforeAnybodyElseIsLetIn() throws Exception {
        TrialContext cutOff = new TrialContext(DATABASE.settings(), FeedSettings.DEFAULT);
        LeaseLoop first = loop("cut", "a", cutOff, LeaseSettings.DEFAULT);
        first.start();
        long held = epochOf(first);
        events.clear();
        LeaseLoop second = loop("cut", "b", context, LeaseSettings.DEFAULT);
        second.start();
        try (Connection lock = DATABASE.connect()) {
            // A stalled database, for the holder: its renewals wait for this lock.
            lock.setAutoCommit(false);
            lock.createStatement().executeQuery("SELECT * FROM lease WHERE name = 'cut' FOR UPDATE");
            await(() -> first.current().isEmpty());
            assertThat(events).containsExactly("a lost " + held);
            lock.rollback();
        }
        await(() -> events.size() > 1); // Whoever it is, on a busy machine it may lose it again at once.
        assertThat(events.get(1)).matches("[ab] acquired \\d+");
        assertThat(Long.parseLong(events.get(1).substring("x acquired ".length())))
                .isGreaterThan(held);
        first.stop();
        second.stop();
        cutOff.close();
    }

    @Test
    void theSameHolderAfterACrashDoesNotWaitForItself() {
        LeaseStore store = context.get(LeaseStore.class);
        store.acquire("crash", "a", Duration.ofHours(1)).block();
        LeaseLoop again = loop("crash", "a", context);
        again.start();
        await(() -> again.current().isPresent());
        assertThat(again.current()).contains(new LeaseEpoch("crash", 2));
        again.stop();
    }

    private LeaseLoop loop(String lease, String holder, TrialContext in) {
        return loop(lease, holder, in, SETTINGS);
    }

    private LeaseLoop loop(String lease, String holder, TrialContext in, LeaseSettings settings) {
        LeaseListener listener = new LeaseListener() {
            @Override
            public void acquired(LeaseEpoch epoch) {
                events.add(holder + " acquired " + epoch.epoch());
            }

            @Override
            public void lost(LeaseEpoch epoch) {
                events.add(holder + " lost " + epoch.epoch());
            }
        };
        return new LeaseLoop(lease, holder, settings, in.get(LeaseStore.class), listener, in.get(LoopRuntime.class));
    }

    /** Waits until the loop holds the lease. Which epoch that is, depends on how many attempts the machine's load cost. */
    private static long epochOf(LeaseLoop loop) {
        await(() -> loop.current().isPresent());
        return loop.current().orElseThrow().epoch();
    }

    private static void await(Duration time) {
        Mono.delay(time).block();
    }

    private static void await(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                .timeout(Duration.ofSeconds(60))
                .block();
    }
}
