package io.drover.model;

/** A machine with a Docker engine and an agent. */
public record HostId(long value) implements Comparable<HostId> {
    private static final String PREFIX = "h";

    @Override
    public int compareTo(HostId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1h5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
