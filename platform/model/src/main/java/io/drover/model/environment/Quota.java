package io.drover.model.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How much an environment may have. What is not named is not limited. Immutable. */
public final class Quota {
    public static final Quota UNLIMITED = new Quota(Map.of());

    private final Map<Item, Long> limits;

    /** What is counted. */
    public enum Item {
        /** Containers of services; those that are being removed do not count. */
        CONTAINERS("containers"),
        /** Reserved thousandths of a processor. */
        MILLI_CPU("milliCpu"),
        /** Reserved bytes of memory. */
        MEMORY("memory"),
        /** Named volumes that services mount; a name counts once, on however many hosts. */
        VOLUMES("volumes"),
        HOSTS("hosts"),
        STACKS("stacks"),
        SERVICES("services");

        private final String wire;

        Item(String wire) {
            this.wire = wire;
        }

        /** The name in the API. */
        public String wire() {
            return wire;
        }

        public static Optional<Item> of(String wire) {
            return Arrays.stream(values())
                    .filter(item -> item.wire.equals(wire))
                    .findFirst();
        }

        /** An amount of it, for a sentence: {@code 3 containers}, {@code 1500 milliCpu}, {@code 512 MiB of memory}. */
        public String shown(long amount) {
            return switch (this) {
                case MEMORY -> bytes(amount) + " of memory";
                case MILLI_CPU -> amount + " milliCpu";
                case CONTAINERS, VOLUMES, HOSTS, STACKS, SERVICES ->
                    amount == 1 ? "1 " + wire.substring(0, wire.length() - 1) : amount + " " + wire;
            };
        }

        private static String bytes(long amount) {
            long mib = 1L << 20;
            return amount % mib == 0 ? amount / mib + " MiB" : String.format(Locale.ROOT, "%d bytes", amount);
        }
    }

    private Quota(Map<Item, Long> limits) {
        this.limits = limits;
    }

    /**
     * @param limits 0 or absent: not limited
     * @throws IllegalArgumentException if one is negative
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Quota of(Map<Item, Long> limits) {
        Map<Item, Long> positive = new EnumMap<>(Item.class);
        limits.forEach((item, limit) -> {
            if (limit < 0) {
                throw new IllegalArgumentException(
                        "quota of %s is %d: 0 means unlimited, less has no meaning".formatted(item.wire(), limit));
            }
            if (limit > 0) {
                positive.put(item, limit);
            }
        });
        return positive.isEmpty() ? UNLIMITED : new Quota(positive);
    }

    /** Empty: not limited. */
    public OptionalLong limit(Item item) {
        Long limit = limits.get(item);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    @JsonValue
    public Map<Item, Long> limits() {
        return Map.copyOf(limits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quota quota && quota.limits.equals(limits);
    }

    @Override
    public int hashCode() {
        return limits.hashCode();
    }

    @Override
    public String toString() {
        return "Quota" + limits;
    }
}
