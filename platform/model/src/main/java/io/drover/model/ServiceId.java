package io.drover.model;

/** A set of equal instances that the service loop keeps at its scale. */
public record ServiceId(long value) implements Comparable<ServiceId> {
    private static final String PREFIX = "s";

    @Override
    public int compareTo(ServiceId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1s5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
