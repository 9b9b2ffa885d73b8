package io.drover.agent.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineContainer.Reach;
import io.drover.agent.engine.EngineContainer.Run;
import io.drover.agent.engine.EngineContainer.State;
import io.drover.agent.engine.EngineEvent;
import io.drover.agent.engine.EngineEvent.Kind;
import io.drover.model.Labels;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists are pictures of the past; event numbers tell what is newer. */
class EngineViewTest {
    private static final Map<String, String> OURS = Map.of(Labels.CONTAINER_UUID, "u1", Labels.INSTANCE, "1i1");

    private final EngineView view = new EngineView();

    private static EngineContainer container(State state, @Nullable String address) {
        return new EngineContainer(
                "c1", "web-1", "web", OURS, 1, new Run(state, null, 1000, 0, true), new Reach(address, List.of()));
    }

    private static EngineEvent event(Kind kind) {
        return new EngineEvent("c1", kind, kind == Kind.DIED ? Integer.valueOf(1) : null, 2000, Map.of());
    }

    private @Nullable State state() {
        EngineContainer known = view.get("c1");
        return known == null ? null : known.run().state();
    }

    @Test
    void aListDoesNotReviveWhatDiedAfterItWasAskedFor() {
        view.apply(List.of(container(State.RUNNING, "172.17.0.2")), 1);
        view.apply(event(Kind.DIED), 3);

        view.apply(List.of(container(State.RUNNING, "172.17.0.2")), 2);
        assertThat(state()).isEqualTo(State.EXITED);

        view.apply(List.of(container(State.RUNNING, "172.17.0.2")), 3);
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aListDoesNotBringBackWhatWasDestroyedAfterItWasAskedFor() {
        view.apply(List.of(container(State.EXITED, null)), 1);
        view.apply(event(Kind.DESTROYED), 3);

        view.apply(List.of(container(State.EXITED, null)), 2);

        assertThat(state()).isNull();
    }

    @Test
    void aListDoesNotForgetWhatWasCreatedAfterItWasAskedFor() {
        view.apply(List.of(), 1);
        view.created(container(State.CREATED, null), 3);

        view.apply(List.of(), 2);
        assertThat(state()).isEqualTo(State.CREATED);

        view.apply(List.of(), 3);
        assertThat(state()).isNull();
    }

    @Test
    void aStartedContainerHasNoAddressUntilSomebodyLooked() {
        view.apply(List.of(container(State.CREATED, null)), 1);
        view.apply(event(Kind.STARTED), 2);
        assertThat(view.unreached()).containsExactly("c1");

        view.look(List.of(container(State.RUNNING, "172.17.0.9")), 1);
        assertThat(view.unreached()).as("that look was before the start").containsExactly("c1");

        view.look(List.of(container(State.RUNNING, "172.17.0.9")), 2);
        assertThat(view.unreached()).isEmpty();
        assertThat(view.get("c1")).extracting(EngineContainer::reach).isEqualTo(new Reach("172.17.0.9", List.of()));
    }

    @Test
    void aStartCallThatReturnsAfterTheDeathDoesNotReviveIt() {
        view.apply(List.of(container(State.CREATED, null)), 1);
        view.apply(event(Kind.STARTED), 2);
        view.apply(event(Kind.DIED), 3);

        view.started("c1", 1, 4, 3000);

        assertThat(state()).isEqualTo(State.EXITED);
    }

    @Test
    void tellsWhoDiedUnheard() {
        view.apply(List.of(container(State.RUNNING, "172.17.0.2")), 1);
        assertThat(view.apply(List.of(container(State.EXITED, null)), 2))
                .containsExactly(container(State.RUNNING, "172.17.0.2"));
        assertThat(view.apply(List.of(container(State.EXITED, null)), 3)).isEmpty();
    }
}
