package io.drover.scheduler.reconcile;

/** What the user wants of a service or stack as a whole; written by the API only. */
public enum Activity {
    /** Its instances run. */
    ACTIVE,
    /** Its instances are stopped and kept. */
    INACTIVE,
    /** Its instances are removed; once the last is gone the row is marked removed. */
    REMOVED
}
