package io.drover.runtime.lease;

/** Somebody else holds the lease by now: the transaction is rolled back, the loop steps down. */
public final class StaleLease extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleLease(LeaseEpoch fence) {
        super(
                "lease %s moved on: epoch %d is no longer the current one".formatted(fence.name(), fence.epoch()),
                null,
                false,
                false);
    }
}
