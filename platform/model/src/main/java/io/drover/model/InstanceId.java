package io.drover.model;

/** One container that Drover wants to exist, or has seen on a host. */
public record InstanceId(long value) implements Comparable<InstanceId> {
    private static final String PREFIX = "i";

    @Override
    public int compareTo(InstanceId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1i5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
