package io.drover.model;

/** An environment (wire: project): the tenant. It is part of every query's key. */
public record EnvironmentId(long value) implements Comparable<EnvironmentId> {
    private static final String PREFIX = "a";

    @Override
    public int compareTo(EnvironmentId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1a5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
