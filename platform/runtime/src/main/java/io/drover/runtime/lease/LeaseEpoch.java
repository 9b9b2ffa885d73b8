package io.drover.runtime.lease;

/**
 * Proof of being the one writer: checked inside each transaction a loop makes ({@link LeaseStore#check}) and by agents.
 *
 * @param name of the lease, e.g. {@code scheduler}
 * @param epoch grows with every change of holder, and when a holder that lost the lease takes it again
 */
public record LeaseEpoch(String name, long epoch) {}
