package io.drover.runtime.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Runs passes over many keys: watch, snapshot, decide, apply (house style, part 3).
 *
 * <ol>
 *   <li>Per key one pass at a time. Triggers that arrive during a pass collapse into one more pass.
 *   <li>At most {@code parallelism} passes at once; keys wait their turn in the order they were triggered.
 *   <li>A pass says when to look again; a trigger before that replaces the wake-up.
 *   <li>A failing pass (error, or longer than {@link #PASS_LIMIT}) is logged once per run of failures, counted, and tried
 *       again after a {@link Backoff}. A trigger during the wait brings the retry forward, but not closer to the failure
 *       than the first step, so that a pass that triggers itself and fails cannot spin.
 *   <li>Passes over one key begin at least {@code spacing} apart: the first trigger after a rest is served at once, a stream of
 *       them once per spacing, however many they are.
 *   <li>A key with nothing to do has no state here, once its spacing is over.
 * </ol>
 *
 * Triggers before {@link #start()} wait for it. {@link #stop()} cancels passes and forgets all keys: whoever starts again
 * triggers again.
 *
 * @param <K> value equality
 */
public final class KeyedLoop<K> {
    /** A pass longer than this is taken for hung. Passes are short: they decide and write rows. */
    public static final Duration PASS_LIMIT = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(KeyedLoop.class);

    private final String name;
    private final int parallelism;
    private final Duration spacing;
    private final Pass<K> pass;
    private final LoopRuntime runtime;
    private final Backoff backoff;
    private final LoopMetrics metrics;

    private final Map<K, State> states = new HashMap<>();
    private final ArrayDeque<K> ready = new ArrayDeque<>();
    private int running;
    private boolean started;

    /**
     * @param name names the loop in logs and metrics, e.g. {@code service}
     * @param parallelism passes at once, over different keys
     * @param spacing between the beginnings of two passes over one key; zero for none
     */
    public KeyedLoop(String name, int parallelism, Duration spacing, Pass<K> pass, LoopRuntime runtime) {
        this(name, parallelism, spacing, pass, runtime, Backoff.DEFAULT);
    }

    KeyedLoop(String name, int parallelism, Duration spacing, Pass<K> pass, LoopRuntime runtime, Backoff backoff) {
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "loop %s needs a parallelism of 1 or more, not %d".formatted(name, parallelism));
        }
        this.name = name;
        this.parallelism = parallelism;
        this.spacing = spacing;
        this.pass = pass;
        this.runtime = runtime;
        this.backoff = backoff;
        this.metrics = new LoopMetrics(name, runtime.meters(), this::activeKeys);
    }

    /** Asks for a pass over the key, soon. Never blocks. */
    public void trigger(K key) {
        synchronized (this) {
            State state = states.computeIfAbsent(key, _ -> new State());
            switch (state.phase) {
                case NEW -> enqueue(key, state);
                case READY -> {}
                case WAITING -> bringForward(key, state);
                case RUNNING -> state.again = true;
            }
        }
        drain();
    }

    public void start() {
        synchronized (this) {
            started = true;
        }
        drain();
    }

    public void stop() {
        List<Disposable> ending = new ArrayList<>();
        synchronized (this) {
            started = false;
            states.values().forEach(state -> ending.add(state.work));
            states.clear();
            ready.clear();
            running = 0;
        }
        ending.forEach(Disposable::dispose);
    }

    /** Keys that wait, run or have a wake-up. */
    public synchronized int activeKeys() {
        return states.size();
    }

    private void enqueue(K key, State state) {
        state.phase = Phase.READY;
        ready.add(key);
    }

    private void bringForward(K key, State state) {
        state.work.dispose();
        state.resting = false;
        enqueueNotBefore(key, state);
    }

    private void enqueueNotBefore(K key, State state) {
        Duration left = left(state);
        if (left.isPositive()) {
            sleep(key, state, left);
        } else {
            enqueue(key, state);
        }
    }

    /** Until the key may be passed over again. A clock that was set back does not make it longer than it can be. */
    private Duration left(State state) {
        Duration left = Duration.between(runtime.clock().instant(), state.notBefore);
        Duration longest = spacing.compareTo(backoff.first()) > 0 ? spacing : backoff.first();
        return left.compareTo(longest) > 0 ? longest : left;
    }

    /** Remembers the key until it may be passed over again. */
    private void rest(K key, State state) {
        Duration left = left(state);
        if (left.isPositive()) {
            state.resting = true;
            sleep(key, state, left);
        } else {
            states.remove(key);
        }
    }

    private void drain() {
        for (Run<K> next = take(); next != null; next = take()) {
            run(next);
        }
    }

    private synchronized @Nullable Run<K> take() {
        if (!started || running >= parallelism) {
            return null;
        }
        K key = ready.poll();
        if (key == null) {
            return null;
        }
        State state = states.get(key);
        if (state == null) {
            throw new IllegalStateException("loop %s queued %s without a state".formatted(name, key));
        }
        running++;
        state.phase = Phase.RUNNING;
        state.again = false;
        Disposable.Swap work = Disposables.swap();
        state.work = work;
        return new Run<>(
                key, state, work, runtime.clock().instant(), runtime.scheduler().now(TimeUnit.NANOSECONDS));
    }

    private void run(Run<K> run) {
        Disposable subscription = Mono.defer(() -> pass.run(run.key))
                .subscribeOn(runtime.scheduler())
                .timeout(PASS_LIMIT, runtime.scheduler())
                .defaultIfEmpty(Optional.empty())
                .subscribe(wakeAt -> done(run, wakeAt), error -> failed(run, error));
        run.work.update(subscription);
    }

    private void done(Run<K> run, Optional<Instant> wakeAt) {
        metrics.done(took(run));
        synchronized (this) {
            State state = run.state;
            if (isForgotten(run)) {
                return;
            }
            running--;
            if (state.failures > 0) {
                log.info("loop {}: {} is well again after {} failures", name, run.key, state.failures);
            }
            state.failures = 0;
            state.notBefore = run.startedAt.plus(spacing);
            if (state.again) {
                enqueueNotBefore(run.key, state);
            } else if (wakeAt.isPresent()) {
                Instant wake = wakeAt.get().isAfter(state.notBefore) ? wakeAt.get() : state.notBefore;
                sleep(run.key, state, Duration.between(runtime.clock().instant(), wake));
            } else {
                rest(run.key, state);
            }
        }
        drain();
    }

    private void failed(Run<K> run, Throwable error) {
        metrics.failed(took(run));
        synchronized (this) {
            State state = run.state;
            if (isForgotten(run)) {
                return;
            }
            running--;
            state.failures++;
            if (state.failures == 1) {
                log.warn("loop {}: the pass over {} failed; it is tried again", name, run.key, error);
            } else {
                log.debug("loop {}: the pass over {} failed {} times in a row", name, run.key, state.failures, error);
            }
            state.notBefore = runtime.clock().instant().plus(backoff.first());
            sleep(run.key, state, state.again ? backoff.first() : backoff.after(state.failures));
        }
        drain();
    }

    private void sleep(K key, State state, Duration wait) {
        state.phase = Phase.WAITING;
        // Rounded up: a wake-up before the instant the pass asked for would decide nothing.
        long millis = Math.max(0, wait.plusNanos(999_999).toMillis());
        state.work = runtime.scheduler().schedule(() -> wake(key, state), millis, TimeUnit.MILLISECONDS);
    }

    private void wake(K key, State state) {
        synchronized (this) {
            if (states.get(key) != state || state.phase != Phase.WAITING) {
                return;
            }
            if (state.resting) {
                states.remove(key);
            } else {
                enqueue(key, state);
            }
        }
        drain();
    }

    /** True when the loop was stopped during the pass. */
    private boolean isForgotten(Run<K> run) {
        return states.get(run.key) != run.state;
    }

    private Duration took(Run<K> run) {
        return Duration.ofNanos(runtime.scheduler().now(TimeUnit.NANOSECONDS) - run.startedNanos);
    }

    private enum Phase {
        NEW,
        READY,
        RUNNING,
        WAITING
    }

    /** Guarded by the loop's monitor. */
    private static final class State {
        private Phase phase = Phase.NEW;
        private boolean again;
        /** Waits for nothing but the end of its spacing. */
        private boolean resting;

        private int failures;
        private Instant notBefore = Instant.MIN;
        private Disposable work = Disposables.disposed();
    }

    private record Run<K>(K key, State state, Disposable.Swap work, Instant startedAt, long startedNanos) {}
}
