package io.drover.agent.link;

import io.drover.model.link.DesiredMessage;
import io.drover.model.link.ObservedAck;

/** Hears what the link delivers, on the link's thread: must not block. */
public interface LinkListener {
    void up();

    /** @param reason a sentence for the log; the link comes back by itself */
    void down(String reason);

    void desired(DesiredMessage message);

    void acked(ObservedAck ack);
}
