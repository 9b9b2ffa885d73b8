package io.drover.model.link;

import java.util.Set;

/**
 * The agent's first words, the RSocket setup payload.
 *
 * @param agentVersion version of the agent's software
 * @param protocol number of this protocol; the server refuses one it does not speak with a sentence
 * @param capabilities names of optional features the agent has
 * @param known the document on the agent's disk
 * @param host what the agent found out about its machine
 */
public record Hello(
        String agentVersion, int protocol, Set<String> capabilities, DocumentVersion known, HostFacts host) {
    public static final int PROTOCOL = 1;

    public Hello {
        capabilities = Set.copyOf(capabilities);
    }
}
