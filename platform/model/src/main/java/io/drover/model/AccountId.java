package io.drover.model;

/** A person, an agent or a service account: whoever can sign in. */
public record AccountId(long value) implements Comparable<AccountId> {
    private static final String PREFIX = "a";

    @Override
    public int compareTo(AccountId other) {
        return Long.compare(value, other.value);
    }

    /** The public form, e.g. {@code 1a5}. */
    @Override
    public String toString() {
        return WireId.format(PREFIX, value);
    }
}
