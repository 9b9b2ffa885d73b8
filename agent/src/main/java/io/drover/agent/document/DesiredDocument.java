package io.drover.agent.document;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What should exist on this host, as of a version.
 *
 * <p>Rules for a new message, in this order:
 *
 * <ol>
 *   <li>Another generation than the obeyed one is refused as frozen: a restored or exchanged database may know less than
 *       what runs here. The operator accepts it by name, or by removing the generation file.
 *   <li>An older epoch or revision of the same generation is refused as stale.
 *   <li>A delta needs a document of its generation to stand on.
 *   <li>A snapshot replaces the document, a delta changes it. Neither removes a container: only
 *       {@link DesiredInstance.Target#REMOVED} does.
 * </ol>
 *
 * @param instances ordered by id
 */
public record DesiredDocument(DocumentVersion version, List<DesiredInstance> instances) {
    public static final DesiredDocument NONE = new DesiredDocument(DocumentVersion.NONE, List.of());

    public DesiredDocument {
        instances = instances.stream()
                .sorted(Comparator.comparingLong(DesiredInstance::id))
                .toList();
    }

    /** The server's answer to a message: a new document, or why the old one stays. */
    public sealed interface Applied {
        record Accepted(DesiredDocument document) implements Applied {}

        /**
         * @param frozen true: nothing of this server is obeyed until the operator accepts its generation
         * @param reason one sentence for people
         */
        record Refused(boolean frozen, String reason) implements Applied {}
    }

    /**
     * @param obeyed the generation the operator's generation file names; null: whatever comes is accepted
     */
    public Applied apply(DesiredMessage message, @Nullable String obeyed) {
        DocumentVersion offered = message.version();
        if (obeyed != null && !offered.generation().equals(obeyed)) {
            return new Applied.Refused(true, frozenReason(offered.generation(), obeyed));
        }
        if (offered.isOlderThan(version)) {
            return new Applied.Refused(
                    false,
                    "refused a document of epoch %d, revision %d: epoch %d, revision %d is known"
                            .formatted(offered.epoch(), offered.revision(), version.epoch(), version.revision()));
        }
        return switch (message) {
            case DesiredMessage.Snapshot(var v, var all) -> new Applied.Accepted(new DesiredDocument(v, all));
            case DesiredMessage.Delta delta
            when delta.version().generation().equals(version.generation()) -> new Applied.Accepted(merge(delta));
            case DesiredMessage.Delta delta ->
                new Applied.Refused(
                        false,
                        "refused changes to a document of generation '%s': it is not known here"
                                .formatted(delta.version().generation()));
        };
    }

    private DesiredDocument merge(DesiredMessage.Delta delta) {
        Map<Long, DesiredInstance> byId = new LinkedHashMap<>();
        instances.forEach(instance -> byId.put(instance.id(), instance));
        delta.forgotten().forEach(byId::remove);
        delta.changed().forEach(instance -> byId.put(instance.id(), instance));
        return new DesiredDocument(delta.version(), new ArrayList<>(byId.values()));
    }

    private static String frozenReason(String offered, String obeyed) {
        return ("The server's database (generation '%s') is not the one this host obeys ('%s'): it may be restored from a"
                        + " backup or a different server. Everything keeps running and nothing is changed. To obey the"
                        + " new one, restart the agent with --accept-generation %s or remove the file 'generation' in"
                        + " its data folder.")
                .formatted(offered, obeyed, offered);
    }

    @JsonIgnore
    public boolean isNone() {
        return version.generation().isEmpty();
    }
}
