package io.drover.identity.audit;

/**
 * What ties a row to the one before it.
 *
 * @param sequence from 1, without gaps
 * @param previousHash hash of the row before
 * @param hash over the sequence, the previous hash and the content
 */
public record ChainLink(long sequence, String previousHash, String hash) {
    public ChainPoint point() {
        return new ChainPoint(sequence, hash);
    }
}
