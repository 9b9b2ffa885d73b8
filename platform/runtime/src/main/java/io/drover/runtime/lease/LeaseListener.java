package io.drover.runtime.lease;

/** Starts and stops what may run in one place only. Called one after the other; returns at once. */
public interface LeaseListener {
    /** This process is the one writer from now on. */
    void acquired(LeaseEpoch epoch);

    /** It is no longer; transactions under the old epoch fail from now on. */
    void lost(LeaseEpoch epoch);
}
