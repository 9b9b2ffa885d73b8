package io.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;

/** Each rule must be able to fail: a class that breaks it and one that does not. */
class HouseRulesTest {
    record Case(ArchRule rule, Class<?> wrong, Class<?> right) {
        @Override
        public String toString() {
            return wrong.getSimpleName();
        }
    }

    static final List<Case> CASES = List.of(
            new Case(HouseRules.ASYNCHRONY_ONLY_AT_THE_EDGES, Decider.class, ThingStore.class),
            new Case(HouseRules.TIME_IDS_AND_DICE_ARE_INJECTED, ReadsTheClock.class, AsksTheClock.class),
            new Case(HouseRules.TIME_IDS_AND_DICE_ARE_INJECTED, MakesIds.class, ClockConfig.class),
            new Case(HouseRules.TIME_IDS_AND_DICE_ARE_INJECTED, RollsDice.class, AsksTheClock.class),
            new Case(HouseRules.NOBODY_BLOCKS, BlockingClient.class, ThingStore.class),
            new Case(HouseRules.ONLY_THE_RUNTIME_SUBSCRIBES, SubscribingLoop.class, ThingStore.class),
            new Case(HouseRules.NO_FIELD_INJECTION, Injected.class, AsksTheClock.class),
            new Case(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, StringUtils.class, AsksTheClock.class),
            new Case(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, HostDTO.class, ThingStore.class),
            new Case(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, AbstractThing.class, ThingStore.class));

    @ParameterizedTest
    @FieldSource("CASES")
    void catchesWhatBreaksItAndNothingElse(Case given) {
        assertThat(breaks(given.rule(), given.wrong())).isTrue();
        assertThat(breaks(given.rule(), given.right())).isFalse();
    }

    @Test
    void theRuntimeKeepsThemItself() {
        HouseRules.all()
                .check(new ClassFileImporter()
                        .withImportOption(location -> !location.contains("test-classes"))
                        .importPackages("io.drover.runtime"));
    }

    private static boolean breaks(ArchRule rule, Class<?> type) {
        JavaClasses one = new ClassFileImporter().importClasses(type);
        return rule.evaluate(one).hasViolation();
    }

    static final class Decider {
        Mono<String> decide() {
            return Mono.just("no");
        }
    }

    static final class ThingStore {
        Mono<String> read() {
            return Mono.just("thing").timeout(Duration.ofSeconds(1));
        }
    }

    static final class ReadsTheClock {
        Instant now() {
            return Instant.now();
        }
    }

    static final class AsksTheClock {
        Instant now(Clock clock) {
            return Instant.now(clock);
        }
    }

    static final class ClockConfig {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    static final class MakesIds {
        UUID id() {
            return UUID.randomUUID();
        }
    }

    static final class RollsDice {
        int roll() {
            return new Random().nextInt(6);
        }
    }

    static final class BlockingClient {
        Object read() {
            return String.valueOf(Mono.just("x").block());
        }
    }

    static final class SubscribingLoop {
        void run() {
            Mono.just("x").subscribe();
        }
    }

    @SuppressWarnings("NullAway.Init")
    static final class Injected {
        @Autowired
        Clock clock;
    }

    static final class StringUtils {}

    static final class HostDTO {}

    static class AbstractThing {}
}
