package io.drover.proxy.link;

import io.drover.model.HostId;
import io.rsocket.RSocket;

/**
 * One host's open link. Identity equality: a newer link of the same host is another one.
 *
 * @param agent asks the agent
 */
public record AgentLink(HostId host, RSocket agent) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
