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
    private static final LeaseSettings SETTINGS = new LeaseSettings(Duration.ofMillis(1500), Duration.ofMillis(300));

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
        await(() -> first.current().isPresent());
        second.start();
        await(Duration.ofMillis(2500)); // Longer than the expiry: renewal keeps it.
        assertThat(second.current()).isEmpty();
        assertThat(events).containsExactly("a acquired 1");
        first.stop();
        assertThat(first.current()).isEmpty();
        await(() -> second.current().isPresent());
        assertThat(events).containsExactly("a acquired 1", "a lost 1", "b acquired 2");
        second.stop();
    }

    @Test
    void aHolderThatCannotReachTheDatabaseStepsDownBeforeAnybodyElseIsLetIn() throws Exception {
        TrialContext cutOff = new TrialContext(DATABASE.settings(), FeedSettings.DEFAULT);
        LeaseLoop first = loop("cut", "a", cutOff);
        first.start();
        await(() -> first.current().isPresent());
        LeaseLoop second = loop("cut", "b", context);
        second.start();
        try (Connection lock = DATABASE.connect()) {
            // A stalled database, for the holder: its renewals wait for this lock.
            lock.setAutoCommit(false);
            lock.createStatement().executeQuery("SELECT * FROM lease WHERE name = 'cut' FOR UPDATE");
            await(() -> first.current().isEmpty());
            assertThat(events).containsExactly("a acquired 1", "a lost 1");
            lock.rollback();
        }
        await(() -> events.size() >= 3); // On a busy machine it may be lost again at once.
        assertThat(events.get(2)).matches("[ab] acquired 2");
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
        return new LeaseLoop(lease, holder, SETTINGS, in.get(LeaseStore.class), listener, in.get(LoopRuntime.class));
    }

    private static void await(Duration time) {
        Mono.delay(time).block();
    }

    private static void await(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                .timeout(Duration.ofSeconds(20))
                .block();
    }
}
