package io.drover.identity.audit;

/**
 * A place in the chain: everything up to this row, in one hash.
 *
 * @param sequence number of the row, from 1; 0: before the first
 * @param hash 64 hexadecimal digits, lower case
 */
public record ChainPoint(long sequence, String hash) {
    /** Where the chain begins. */
    public static final ChainPoint START = new ChainPoint(0, "0".repeat(64));
}
