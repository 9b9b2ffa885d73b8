package io.drover.proxy.link;

import io.drover.model.HostId;
import io.rsocket.RSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which host is linked to this process. A newer link of a host replaces the older, which is closed. */
public final class LinkRegistry {
    private static final Logger log = LoggerFactory.getLogger(LinkRegistry.class);

    private final Map<HostId, AgentLink> links = new ConcurrentHashMap<>();

    AgentLink open(HostId host, RSocket agent) {
        AgentLink link = new AgentLink(host, agent);
        AgentLink older = links.put(host, link);
        if (older != null) {
            log.info("host {}: a newer link replaces the older one", host);
            older.agent().dispose();
        } else {
            log.info("host {}: linked", host);
        }
        return link;
    }

    void closed(AgentLink link) {
        if (links.remove(link.host(), link)) {
            log.info("host {}: link closed", link.host());
        }
    }

    public Optional<AgentLink> find(HostId host) {
        return Optional.ofNullable(links.get(host));
    }

    public int size() {
        return links.size();
    }
}
