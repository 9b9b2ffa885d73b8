package io.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drover.agent.engine.EngineFailure;
import io.drover.agent.simulation.SimulatedEngine;
import io.drover.model.link.RegistryAccess;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PullsTest {
    private final SimulatedEngine engine = new SimulatedEngine(() -> Instant.EPOCH);
    private final Pulls pulls = new Pulls(engine);

    @Test
    void theServersCredentialIsUsedForThePullItWasAskedFor() {
        engine.protectRegistry("right");
        answer(new RegistryAccess.Credential("acme.test", "ann", "right"));

        assertThatCode(() -> pulls.pull("web", _ -> {})).doesNotThrowAnyException();

        answer(new RegistryAccess.Anonymous());
        assertThat(failure()).hasMessageContaining("needs credentials");
    }

    @Test
    void aRefusedPullIsNotTried() {
        answer(new RegistryAccess.Refused("registry 'acme.test' is inactive"));

        assertThat(failure()).hasMessage("Image 'web' may not be pulled: registry 'acme.test' is inactive");
        assertThat(failure().kind()).isEqualTo(EngineFailure.Kind.REGISTRY_DENIED);
    }

    @Test
    void withoutTheServerPublicImagesAreStillPulled() {
        assertThatCode(() -> pulls.pull("web", _ -> {})).doesNotThrowAnyException();
    }

    @Test
    void withoutTheServerAFailureSaysThatCredentialsCouldNotBeAskedFor() {
        engine.protectRegistry("right");
        assertThat(failure()).hasMessageContaining("it was not reached yet");

        pulls.connect(_ -> CompletableFuture.failedFuture(new IllegalStateException("there is no link to it")));
        assertThat(failure())
                .hasMessageContaining("needs credentials")
                .hasMessageEndingWith("the server could not be asked for credentials: there is no link to it");
    }

    private void answer(RegistryAccess access) {
        pulls.connect(_ -> CompletableFuture.completedFuture(access));
    }

    private EngineFailure failure() {
        return catchThrowableOfType(EngineFailure.class, () -> pulls.pull("web", _ -> {}));
    }
}
