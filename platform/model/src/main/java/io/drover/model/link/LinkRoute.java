package io.drover.model.link;

/** The interactions of the agent link (design: the agent link). The name is the RSocket metadata, in UTF-8. */
public enum LinkRoute {
    /** Agent asks, stream: in nothing (the {@link Hello} said what it knows), out {@link DesiredMessage}s without end. */
    DESIRED("desired"),
    /** Agent asks, channel: in {@link ObservedBatch}es, out one {@link ObservedAck} for each, in order. */
    OBSERVED("observed"),
    /** Agent asks, one answer: in a {@link RegistryQuestion} before a pull, out {@link RegistryAccess}. */
    REGISTRY("registry"),
    /** Server asks, stream: in {@link LogsRequest}, out {@link LogChunk}s. */
    LOGS("logs"),
    /** Server asks, stream: in {@link StatsRequest}, out {@link StatsSample} arrays, one a second. */
    STATS("stats"),
    /** Server asks, channel: in first an {@link ExecFrame.Open}, then input; out output and one {@link ExecFrame.Exit}. */
    EXEC("exec");

    private final String wire;

    LinkRoute(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
