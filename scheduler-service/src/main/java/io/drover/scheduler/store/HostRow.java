package io.drover.scheduler.store;

import io.drover.model.HostId;
import io.drover.model.link.HostFacts;
import io.drover.scheduler.reconcile.Activity;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A host as stored.
 *
 * @param name the user's name for it, null: the hostname
 * @param labels the user's labels; they win over what the agent reports
 * @param memoryBytes the user's limit for placement, null: what the agent reports
 * @param facts what the agent's last hello said
 * @param connected the agent link is open
 * @param linkSince since when it is or is not
 * @param linkNote why the agent refuses to obey, or null
 * @param lost the host loop's verdict: gone for so long that its instances are placed elsewhere
 */
public record HostRow(
        HostId id,
        Tenant tenant,
        String uuid,
        long agentId,
        Instant created,
        @Nullable Instant removed,
        @Nullable String name,
        @Nullable String description,
        Map<String, String> labels,
        Activity activity,
        @Nullable Long memoryBytes,
        @Nullable Integer milliCpu,
        HostFacts facts,
        boolean connected,
        Instant linkSince,
        @Nullable String linkNote,
        boolean lost) {

    static HostRow read(RowReader row) {
        return new HostRow(
                new HostId(row.number("id")),
                Tenant.read(row),
                row.text("uuid"),
                row.number("agent_id"),
                row.instant("created"),
                row.instantOrNull("removed"),
                row.textOrNull("name"),
                row.textOrNull("description"),
                row.json("labels", new TypeReference<Map<String, String>>() {}),
                row.word("activity", Activity.class),
                row.numberOrNull("memory_bytes"),
                row.integerOrNull("milli_cpu"),
                row.json("facts", HostFacts.class),
                "connected".equals(row.text("link")),
                row.instant("link_since"),
                row.textOrNull("link_note"),
                row.flag("lost"));
    }

    /** The same host with what a user set. */
    public HostRow described(
            @Nullable String newName,
            @Nullable String newDescription,
            Map<String, String> newLabels,
            @Nullable Long newMemory,
            @Nullable Integer newMilliCpu) {
        return new HostRow(
                id,
                tenant,
                uuid,
                agentId,
                created,
                removed,
                newName,
                newDescription,
                newLabels,
                activity,
                newMemory,
                newMilliCpu,
                facts,
                connected,
                linkSince,
                linkNote,
                lost);
    }

    /** What is being removed stays so: a request that was on its way before does not bring it back. */
    public HostRow wanted(Activity newActivity) {
        return new HostRow(
                id,
                tenant,
                uuid,
                agentId,
                created,
                removed,
                name,
                description,
                labels,
                activity == Activity.REMOVED ? activity : newActivity,
                memoryBytes,
                milliCpu,
                facts,
                connected,
                linkSince,
                linkNote,
                lost);
    }

    public String displayName() {
        return name == null || name.isBlank() ? facts.hostname() : name;
    }

    /** What the agent reports, overlaid with what the user set. */
    public Map<String, String> effectiveLabels() {
        var all = new HashMap<>(facts.labels());
        all.putAll(labels);
        return Map.copyOf(all);
    }

    public long capacityBytes() {
        return memoryBytes == null ? facts.memoryBytes() : memoryBytes;
    }

    public int capacityMilliCpu() {
        return milliCpu == null ? facts.milliCpu() : milliCpu;
    }
}
