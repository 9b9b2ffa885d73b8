package io.drover.model.link;

/** The server has recorded the batch of that sequence; the agent may forget it. */
public record ObservedAck(long sequence) {}
