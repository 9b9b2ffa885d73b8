package io.drover.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RateLimitsTest {
    private static final String HOME = "192.0.2.1";

    /** A clock that stands still until it is moved. */
    private static final class Time implements TimeMeter {
        private long nanos;

        void pass(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private final Time time = new Time();
    private final RateLimits limits = new RateLimits(new Rate(10, 50), new Rate(1, 5), time);

    private int allowed(java.util.function.IntSupplier request, int of) {
        return (int) IntStream.range(0, of)
                .filter(_ -> request.getAsInt() == RateLimits.GO)
                .count();
    }

    record Step(Duration rest, int asked, int allowed) {}

    static final List<Step> ACCOUNT = List.of(
            new Step(Duration.ZERO, 60, 50),
            new Step(Duration.ofMillis(99), 5, 0),
            new Step(Duration.ofMillis(1), 5, 1),
            new Step(Duration.ofSeconds(1), 20, 10),
            new Step(Duration.ofHours(1), 100, 50));

    @Test
    void anAccountHasItsBurstAndThenItsRate() {
        for (Step step : ACCOUNT) {
            time.pass(step.rest());
            assertThat(allowed(() -> limits.account("1a1"), step.asked())).isEqualTo(step.allowed());
        }
    }

    @Test
    void saysHowLongToWait() {
        allowed(() -> limits.stranger(HOME), 5);
        assertThat(limits.stranger(HOME)).isEqualTo(1);
        RateLimits slow = new RateLimits(new Rate(1, 1), new Rate(1, 1), time);
        assertThat(slow.account("1a1")).isEqualTo(RateLimits.GO);
        assertThat(slow.account("1a1")).isEqualTo(1);
    }

    @Test
    void accountsAndAddressesDoNotShare() {
        allowed(() -> limits.account("1a1"), 100);
        assertThat(limits.account("1a2")).isEqualTo(RateLimits.GO);
        allowed(() -> limits.stranger(HOME), 100);
        assertThat(limits.stranger("192.0.2.2")).isEqualTo(RateLimits.GO);
        assertThat(limits.ticket(HOME)).isEqualTo(RateLimits.GO);
    }

    @Test
    void whoIsSignedInAtAnAddressThatGuessesIsNotHeldUp() {
        allowed(() -> limits.stranger(HOME), 100);
        assertThat(limits.unknownCredential(HOME)).isGreaterThan(RateLimits.GO);
        assertThat(allowed(() -> limits.account("1a1"), 50)).isEqualTo(50);
    }

    @Test
    void onlyRefusedCredentialsCount() {
        assertThat(allowed(() -> limits.unknownCredential(HOME), 1000)).isEqualTo(1000);
        IntStream.range(0, 5).forEach(_ -> limits.refused(HOME));
        assertThat(limits.unknownCredential(HOME)).isEqualTo(1);
        time.pass(Duration.ofSeconds(1));
        assertThat(limits.unknownCredential(HOME)).isEqualTo(RateLimits.GO);
    }

    @Test
    void zeroSwitchesOff() {
        RateLimits off = new RateLimits(new Rate(0, 0), new Rate(0, 0), time);
        assertThat(allowed(() -> off.account("1a1") + off.stranger(HOME) + off.unknownCredential(HOME), 10_000))
                .isEqualTo(10_000);
    }

    record Rates(int perSecond, int burst) {}

    static final List<Rates> IMPOSSIBLE = List.of(new Rates(-1, 5), new Rates(10, 9), new Rates(1, 601));

    @ParameterizedTest
    @FieldSource("IMPOSSIBLE")
    void refusesRatesThatCannotBe(Rates given) {
        assertThatThrownBy(() -> new Rate(given.perSecond(), given.burst()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    record Address(String address, String key) {}

    static final List<Address> ADDRESSES = List.of(
            new Address("192.0.2.1", "192.0.2.1"),
            new Address("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::/64"),
            new Address("2001:db8:0:1:ffff:0:0:2", "2001:db8:0:1::/64"),
            new Address("0:0:0:0:0:0:0:1", "0:0:0:0::/64"),
            new Address("unknown", "unknown"));

    @ParameterizedTest
    @FieldSource("ADDRESSES")
    void countsNetworksOfIpv6(Address given) {
        assertThat(AddressKey.of(given.address())).isEqualTo(given.key());
    }

    @Test
    void takesOverWhatOtherGatewaysLetPass() {
        limits.shared();
        allowed(() -> limits.account("1a1"), 30);
        SharedCount told = limits.unsaid().getFirst();
        assertThat(told).isEqualTo(new SharedCount("account:1a1", new Rate(10, 50), 30));
        allowed(() -> limits.account("1a1"), 3);

        limits.heard(told, 5);
        assertThat(allowed(() -> limits.account("1a1"), 50))
                .as("5 left by all, and 3 passed since")
                .isEqualTo(2);
        assertThat(limits.unsaid()).containsExactly(new SharedCount("account:1a1", new Rate(10, 50), 5));
        assertThat(limits.unsaid()).as("nobody asked since").isEmpty();
    }

    @Test
    void whatWasLetPassTooMuchIsWaitedFor() {
        limits.shared();
        limits.account("1a1");
        limits.heard(limits.unsaid().getFirst(), -10);

        assertThat(limits.account("1a1")).isEqualTo(2);
        assertThat(limits.account("1a2")).as("somebody else").isEqualTo(RateLimits.GO);
        time.pass(Duration.ofMillis(1100));
        assertThat(limits.account("1a1")).isEqualTo(RateLimits.GO);
    }

    @Test
    void aGatewayThatStartsLateLearnsThatThereIsMore() {
        limits.shared();
        allowed(() -> limits.account("1a1"), 50);
        limits.heard(limits.unsaid().getFirst(), 20);
        assertThat(allowed(() -> limits.account("1a1"), 50)).isEqualTo(20);
    }

    @Test
    void nothingIsKeptForOthersWhereThereAreNone() {
        limits.account("1a1");
        assertThat(limits.unsaid()).isEmpty();
    }
}
