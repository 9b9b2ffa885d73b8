package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * The server's word on what should exist on one host. Removal is always explicit (a {@link DesiredInstance} with
 * {@link DesiredInstance.Target#REMOVED}); an instance that is merely absent from a snapshot is left alone and reported, so
 * an empty document never deletes anything.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DesiredMessage.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = DesiredMessage.Delta.class, name = "delta")
})
public sealed interface DesiredMessage {
    DocumentVersion version();

    /** The whole document; replaces what the agent had. */
    record Snapshot(DocumentVersion version, List<DesiredInstance> instances) implements DesiredMessage {
        public Snapshot {
            instances = List.copyOf(instances);
        }
    }

    /**
     * What changed since the version the agent has.
     *
     * @param changed instances to add or replace in the document
     * @param forgotten ids to drop from the document: their removal was reported and recorded
     */
    record Delta(DocumentVersion version, List<DesiredInstance> changed, List<Long> forgotten)
            implements DesiredMessage {
        public Delta {
            changed = List.copyOf(changed);
            forgotten = List.copyOf(forgotten);
        }
    }
}
