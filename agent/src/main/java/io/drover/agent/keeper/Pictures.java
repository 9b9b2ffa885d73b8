package io.drover.agent.keeper;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.observe.ObservedInstances;
import io.drover.agent.observe.ObservedInstances.Doing;
import io.drover.agent.observe.ObservedInstances.Situation;
import io.drover.agent.observe.Picture;
import io.drover.agent.reconcile.Action;
import io.drover.agent.reconcile.InstanceMemory;
import io.drover.agent.reconcile.Observed;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedInstance;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the keeper's state together into the picture that is reported. */
record Pictures(DesiredDocument document, EngineView view, Steps steps, Memories memories, Pictures.Notes notes) {

    /**
     * @param waiting the plan's sentences by uuid
     * @param trouble the engine does not answer; null when it does
     */
    record Notes(
            Map<String, String> waiting,
            @Nullable String trouble,
            @Nullable String frozen) {}

    Picture take(Instant now) {
        Observed observed = new Observed(view.all());
        Map<String, ObservedInstance> instances = new HashMap<>();
        for (DesiredInstance instance : document.instances()) {
            EngineContainer container = observed.keeper(instance.uuid()).orElse(null);
            instances.put(
                    instance.uuid(),
                    ObservedInstances.observe(
                            instance, container, memory(instance.uuid()), situation(instance, container, now)));
        }
        Map<String, NativeContainer> natives = new HashMap<>();
        for (EngineContainer container : view.all()) {
            String uuid = container.ownedUuid();
            if (uuid == null) {
                natives.put(container.id(), ObservedInstances.nativeOf(container));
            } else {
                instances.computeIfAbsent(
                        uuid, missing -> ObservedInstances.unknown(missing, container, memory(missing)));
            }
        }
        return new Picture(document.version(), notes.frozen(), instances, natives);
    }

    private Situation situation(DesiredInstance instance, @Nullable EngineContainer container, Instant now) {
        Action step = steps.of(instance.uuid());
        boolean unreached = container != null && view.isUnreached(container.id());
        Doing doing = step != null ? doing(step) : unreached ? Doing.STARTING : idle(instance);
        Integer progress =
                doing == Doing.PULLING ? steps.progress(instance.container().image()) : null;
        return new Situation(
                doing, progress, notes.waiting().get(instance.uuid()), notes.trouble(), view.isComplete(), now);
    }

    /** Others may be pulling the image it lacks. */
    private Doing idle(DesiredInstance instance) {
        boolean lacks = memory(instance.uuid()).image() == InstanceMemory.Image.MISSING;
        return lacks && steps.progress(instance.container().image()) != null ? Doing.PULLING : Doing.NOTHING;
    }

    private static Doing doing(Action step) {
        return switch (step) {
            case Action.Pull _ -> Doing.PULLING;
            case Action.Create _ -> Doing.CREATING;
            case Action.Start _ -> Doing.STARTING;
            case Action.Stop _ -> Doing.STOPPING;
            case Action.Remove _ -> Doing.REMOVING;
        };
    }

    private InstanceMemory memory(String uuid) {
        return memories.of(uuid);
    }
}
