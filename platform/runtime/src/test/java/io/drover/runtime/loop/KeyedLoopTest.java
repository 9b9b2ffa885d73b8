package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class KeyedLoopTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> passes = new ArrayList<>();
    private final Map<String, Sinks.One<Optional<Instant>>> open = new HashMap<>();

    @Test
    void triggersDuringAPassCollapseIntoOneMore() {
        KeyedLoop<String> loop = started(4, this::opened);
        loop.trigger("web");
        time.settle();
        loop.trigger("web");
        loop.trigger("web");
        loop.trigger("web");
        time.settle();
        assertThat(passes).containsExactly("web@0");
        finish("web", Optional.empty());
        assertThat(passes).containsExactly("web@0", "web@0");
        finish("web", Optional.empty());
        assertThat(passes).hasSize(2);
        assertThat(loop.activeKeys()).isZero();
    }

    @Test
    void runsAtMostAsManyPassesAsAllowedAndInTheOrderOfTriggers() {
        KeyedLoop<String> loop = started(2, this::opened);
        List.of("a", "b", "c", "d").forEach(loop::trigger);
        time.settle();
        assertThat(passes).containsExactly("a@0", "b@0");
        finish("b", Optional.empty());
        assertThat(passes).containsExactly("a@0", "b@0", "c@0");
    }

    @Test
    void looksAgainWhenThePassAskedForIt() {
        KeyedLoop<String> loop = started(
                1,
                key -> Mono.just(passes.size() == 1 ? Optional.of(time.instant().plusSeconds(30)) : Optional.empty()));
        loop.trigger("web");
        time.advance(Duration.ofSeconds(29));
        assertThat(passes).containsExactly("web@0");
        time.advance(Duration.ofHours(1));
        assertThat(passes).containsExactly("web@0", "web@30000");
        assertThat(loop.activeKeys()).isZero();
    }

    @Test
    void aTriggerReplacesTheWakeUp() {
        KeyedLoop<String> loop = started(
                1,
                key -> Mono.just(passes.size() == 1 ? Optional.of(time.instant().plusSeconds(30)) : Optional.empty()));
        loop.trigger("web");
        time.advance(Duration.ofSeconds(10));
        loop.trigger("web");
        time.advance(Duration.ofHours(1));
        assertThat(passes).containsExactly("web@0", "web@10000");
    }

    @Test
    void aFailingKeyBacksOffUpToAMinuteWhileOthersGoOn() {
        KeyedLoop<String> loop = started(
                1,
                key -> key.equals("bad")
                        ? Mono.error(new IllegalStateException("no database"))
                        : Mono.just(Optional.empty()));
        loop.trigger("bad");
        time.advance(Duration.ofSeconds(4));
        loop.trigger("good");
        time.advance(Duration.ofSeconds(1));
        assertThat(passes).containsExactly("bad@0", "bad@500", "bad@1500", "bad@3500", "good@4000");
        passes.clear();
        time.advance(Duration.ofMinutes(30));
        assertThat(passes).hasSizeBetween(30, 36);
        assertThat(count("failed")).isEqualTo(passes.size() + 4L);
        assertThat(count("done")).isEqualTo(1);
    }

    @Test
    void aTriggerBringsARetryForwardButCannotMakeItSpin() {
        KeyedLoop<String> loop = started(1, key -> {
            return Mono.error(new IllegalStateException("no database"));
        });
        loop.trigger("bad");
        time.advance(Duration.ofSeconds(130));
        passes.clear();
        time.advance(Duration.ofSeconds(20));
        loop.trigger("bad");
        time.settle();
        assertThat(passes).hasSize(1);
        for (int i = 0; i < 100; i++) {
            loop.trigger("bad");
            time.advance(Duration.ofMillis(10));
        }
        assertThat(passes).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aPassThatHangsIsAFailureAndGivesItsPlaceFree() {
        KeyedLoop<String> loop = started(1, key -> key.equals("hung") ? Mono.never() : Mono.just(Optional.empty()));
        loop.trigger("hung");
        loop.trigger("web");
        time.advance(KeyedLoop.PASS_LIMIT);
        assertThat(passes).containsExactly("hung@0", "web@60000");
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void stopCancelsAndForgetsAndNothingRunsBeforeStart() {
        KeyedLoop<String> loop =
                new KeyedLoop<>("test", 2, Duration.ZERO, key -> recorded(key, this::opened), time.runtime());
        loop.trigger("early");
        time.settle();
        assertThat(passes).isEmpty();
        loop.start();
        time.settle();
        assertThat(passes).containsExactly("early@0");
        loop.stop();
        assertThat(loop.activeKeys()).isZero();
        assertThat(pass("early").currentSubscriberCount()).isZero();
        loop.trigger("late");
        time.settle();
        assertThat(passes).hasSize(1);
        loop.start();
        time.settle();
        assertThat(passes).containsExactly("early@0", "late@0");
    }

    @Test
    void aPassThatThrowsInsteadOfFailingIsTreatedTheSame() {
        KeyedLoop<String> loop = started(1, key -> {
            throw new IllegalArgumentException("bug");
        });
        loop.trigger("web");
        time.settle();
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void aStreamOfTriggersIsServedOncePerSpacing() {
        KeyedLoop<String> loop = started(1, Duration.ofMillis(200), _ -> Mono.just(Optional.empty()));
        for (int i = 0; i < 50; i++) {
            loop.trigger("web");
            time.advance(Duration.ofMillis(10));
        }
        assertThat(passes).containsExactly("web@0", "web@200", "web@400");
        time.advance(Duration.ofMinutes(1));
        assertThat(passes).as("the last trigger is not lost").hasSize(4).endsWith("web@600");
        assertThat(loop.activeKeys()).isZero();
    }

    @Test
    void aTriggerAfterARestIsServedAtOnce() {
        KeyedLoop<String> loop = started(1, Duration.ofMillis(200), _ -> Mono.just(Optional.empty()));
        loop.trigger("web");
        time.advance(Duration.ofMillis(199));
        assertThat(loop.activeKeys()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(loop.activeKeys()).isZero();
        loop.trigger("web");
        time.settle();
        assertThat(passes).containsExactly("web@0", "web@200");
    }

    @Test
    void aPassLongerThanTheSpacingIsFollowedAtOnce() {
        KeyedLoop<String> loop = started(1, Duration.ofMillis(200), this::opened);
        loop.trigger("web");
        time.advance(Duration.ofMillis(300));
        loop.trigger("web");
        finish("web", Optional.empty());
        assertThat(passes).containsExactly("web@0", "web@300");
    }

    @Test
    void aWakeUpKeepsTheSpacingAndATriggerBeforeItToo() {
        KeyedLoop<String> loop = started(
                1,
                Duration.ofMillis(200),
                _ -> Mono.just(
                        switch (passes.size()) {
                            case 1 -> Optional.of(time.instant().plusMillis(50));
                            case 2 -> Optional.of(time.instant().plusMillis(900));
                            default -> Optional.empty();
                        }));
        loop.trigger("web");
        time.advance(Duration.ofMillis(210));
        assertThat(passes).containsExactly("web@0", "web@200");
        loop.trigger("web");
        time.advance(Duration.ofMinutes(1));
        assertThat(passes).containsExactly("web@0", "web@200", "web@400");
    }

    private KeyedLoop<String> started(int parallelism, Function<String, Mono<Optional<Instant>>> pass) {
        return started(parallelism, Duration.ZERO, pass);
    }

    private KeyedLoop<String> started(
            int parallelism, Duration spacing, Function<String, Mono<Optional<Instant>>> pass) {
        KeyedLoop<String> loop =
                new KeyedLoop<>("test", parallelism, spacing, key -> recorded(key, pass), time.runtime());
        loop.start();
        return loop;
    }

    private Mono<Optional<Instant>> recorded(String key, Function<String, Mono<Optional<Instant>>> pass) {
        passes.add(key + "@" + time.instant().toEpochMilli());
        return pass.apply(key);
    }

    private Mono<Optional<Instant>> opened(String key) {
        Sinks.One<Optional<Instant>> sink = Sinks.one();
        open.put(key, sink);
        return sink.asMono();
    }

    private void finish(String key, Optional<Instant> wakeAt) {
        assertThat(pass(key).tryEmitValue(wakeAt)).isEqualTo(Sinks.EmitResult.OK);
        time.settle();
    }

    private Sinks.One<Optional<Instant>> pass(String key) {
        return Objects.requireNonNull(open.get(key));
    }

    private long count(String outcome) {
        return time.meters
                .get("drover.loop.pass")
                .tag("outcome", outcome)
                .timer()
                .count();
    }
}
