package io.drover.scheduler.placement;

/**
 * What the server knows of a host's agent. {@link #LOST} is {@link #RECONNECTING} for longer than the grace time; who
 * makes the snapshot decides that, so that every decision of a pass sees the same answer.
 */
public enum Liveness {
    ACTIVE,
    /** The link is down, the containers are believed to run: nothing new is placed, nothing is moved. */
    RECONNECTING,
    /** Silent for longer than the grace time: its containers are started elsewhere. */
    LOST
}
