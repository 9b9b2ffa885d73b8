package io.drover.model;

/** A named group of services, usually made from compose files. */
public record StackId(long value) implements Comparable<StackId> {
    private static final String PREFIX = "st";

    @Override
    public int compareTo(StackId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1st5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
