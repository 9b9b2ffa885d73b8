package io.drover.agent.keeper;

import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineEvent;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.reconcile.Action;
import io.drover.model.link.DesiredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to an agent. */
public sealed interface AgentEvent {
    /** Time passed: {@link HostKeeper#wakeAt()} was reached. */
    record Tick() implements AgentEvent {}

    /** @param obeyed the generation file's content when the message came; null: there is none */
    record Desired(DesiredMessage message, @Nullable String obeyed) implements AgentEvent {}

    /** The generation file was looked at, as {@link Effect.ReadGeneration} asked. */
    record Generation(@Nullable String obeyed) implements AgentEvent {}

    record FromEngine(EngineEvent event) implements AgentEvent {}

    /** Engine events may have been missed. */
    record Gap() implements AgentEvent {}

    /** @param asOf number of the last event known when the list was asked for */
    record Listed(List<EngineContainer> containers, long asOf) implements AgentEvent {}

    /** Some containers, as {@link Effect.LookAt} asked. */
    record Looked(List<EngineContainer> containers, long asOf) implements AgentEvent {}

    /** A list or a look got no answer. */
    record ListFailed(EngineFailure failure) implements AgentEvent {}

    record Pinged() implements AgentEvent {}

    record PingFailed(EngineFailure failure) implements AgentEvent {}

    record LinkUp() implements AgentEvent {}

    record LinkDown() implements AgentEvent {}

    record Acked(long sequence) implements AgentEvent {}

    /** How a step at the engine went on or ended. */
    sealed interface Step extends AgentEvent {}

    record PullProgress(String image, int percent) implements Step {}

    record Pulled(Action.Pull pull) implements Step {}

    record PullFailed(Action.Pull pull, EngineFailure failure) implements Step {}

    record Created(Action.Create create, String container) implements Step {}

    record CreateFailed(Action.Create create, EngineFailure failure) implements Step {}

    /** @param asOf as in {@link Listed} */
    record Started(Action.Start start, long asOf) implements Step {}

    record StartFailed(Action.Start start, EngineFailure failure) implements Step {}

    record Stopped(Action.Stop stop) implements Step {}

    record StopFailed(Action.Stop stop, EngineFailure failure) implements Step {}

    record Removed(Action.Remove remove) implements Step {}

    record RemoveFailed(Action.Remove remove, EngineFailure failure) implements Step {}
}
