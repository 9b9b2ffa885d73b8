package io.drover.agent.keeper;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.reconcile.InstanceMemory;
import io.drover.model.link.DesiredInstance;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The memory of every instance that the document or the engine knows. */
final class Memories {
    private final Map<String, InstanceMemory> byUuid;

    Memories(Map<String, InstanceMemory> remembered) {
        this.byUuid = new HashMap<>(remembered);
    }

    Map<String, InstanceMemory> all() {
        return Collections.unmodifiableMap(byUuid);
    }

    InstanceMemory of(String uuid) {
        return byUuid.getOrDefault(uuid, InstanceMemory.NEW);
    }

    void change(String uuid, UnaryOperator<InstanceMemory> change) {
        byUuid.put(uuid, change.apply(of(uuid)));
    }

    /** Containers made before this agent's memory: their label says what they answer to. Forgets who is nowhere any more. */
    void adopt(Collection<EngineContainer> containers, DesiredDocument document) {
        Set<String> alive = new HashSet<>();
        document.instances().forEach(instance -> alive.add(instance.uuid()));
        for (EngineContainer container : containers) {
            String uuid = container.ownedUuid();
            if (uuid != null) {
                alive.add(uuid);
                change(uuid, memory -> memory.adopted(container.labelledStartGeneration()));
            }
        }
        byUuid.keySet().retainAll(alive);
    }

    /** What the user changed is tried at once. */
    void accept(DesiredDocument before, DesiredDocument after) {
        Map<String, DesiredInstance> old = new HashMap<>();
        before.instances().forEach(instance -> old.put(instance.uuid(), instance));
        for (DesiredInstance instance : after.instances()) {
            if (!instance.equals(old.get(instance.uuid()))) {
                change(instance.uuid(), InstanceMemory::changed);
            }
        }
    }

    /** An image has arrived: good for all who lack it. */
    void pulled(String image, DesiredDocument document) {
        document.instances().stream()
                .filter(instance -> instance.container().image().equals(image))
                .map(DesiredInstance::uuid)
                .filter(uuid -> of(uuid).image() == InstanceMemory.Image.MISSING)
                .forEach(uuid -> change(uuid, InstanceMemory::changed));
    }
}
