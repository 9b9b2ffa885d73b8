package io.drover.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.model.link.RegistryAccess;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Texts as Docker 20.10 and 28 say them. */
class EngineMessagesTest {
    record Pull(String said, Kind kind, String sentence) {}

    static final List<Pull> PULLS = List.of(
            new Pull(
                    "manifest for acme/web:9 not found: manifest unknown: manifest unknown",
                    Kind.IMAGE_NOT_FOUND,
                    "does not exist on docker.io"),
            new Pull(
                    "pull access denied for acme/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
                    Kind.REGISTRY_DENIED,
                    "needs credentials"),
            new Pull("unauthorized: authentication required", Kind.REGISTRY_DENIED, "user and password"),
            new Pull(
                    "toomanyrequests: You have reached your pull rate limit.",
                    Kind.REGISTRY_RATE_LIMIT,
                    "limits how often"),
            new Pull(
                    "Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io on 127.0.0.1:53: no such host",
                    Kind.REGISTRY_UNREACHABLE,
                    "cannot be reached"),
            new Pull("Get \"https://r/v2/\": dial tcp 10.0.0.1:443: i/o timeout", Kind.REGISTRY_UNREACHABLE, "network"),
            new Pull("something new", Kind.REFUSED, "could not be pulled: something new"));

    @ParameterizedTest
    @FieldSource("PULLS")
    void tellsWhyAPullFailed(Pull pull) {
        EngineFailure failure = EngineMessages.pull("acme/web:9", new RegistryAccess.Anonymous(), pull.said());
        assertThat(failure.kind()).isEqualTo(pull.kind());
        assertThat(failure).hasMessageContaining(pull.sentence()).hasMessageContaining("acme/web:9");
    }

    /** The same words mean something else when somebody has signed in. */
    static final List<Pull> SIGNED_IN_PULLS = List.of(
            new Pull(
                    "Get \"https://acme.test/v2/\": unauthorized: incorrect username or password",
                    Kind.REGISTRY_DENIED,
                    "does not accept user 'ann' with the stored password"),
            new Pull(
                    "pull access denied for acme/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
                    Kind.REGISTRY_DENIED,
                    "does not let user 'ann' pull"),
            new Pull("toomanyrequests: You have reached your pull rate limit.", Kind.REGISTRY_RATE_LIMIT, "its share"),
            new Pull("manifest unknown: manifest unknown", Kind.IMAGE_NOT_FOUND, "does not exist on"));

    @ParameterizedTest
    @FieldSource("SIGNED_IN_PULLS")
    void tellsWhyAPullWithACredentialFailedWithoutThePassword(Pull pull) {
        var access = new RegistryAccess.Credential("acme.test", "ann", "swordfish");
        EngineFailure failure = EngineMessages.pull("acme.test/web:9", access, pull.said());
        assertThat(failure.kind()).isEqualTo(pull.kind());
        assertThat(failure).hasMessageContaining(pull.sentence()).hasMessageContaining("acme.test/web:9");
        assertThat(failure.getMessage() + access).doesNotContain("swordfish");
    }

    record Step(int status, String said, Kind kind, OptionalInt port) {}

    static final List<Step> STEPS = List.of(
            new Step(
                    500,
                    "driver failed programming external connectivity on endpoint web-2 (9a): Bind for 0.0.0.0:8080 failed: port is already allocated",
                    Kind.PORT_TAKEN,
                    OptionalInt.of(8080)),
            new Step(
                    500,
                    "Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
                    Kind.PORT_TAKEN,
                    OptionalInt.of(80)),
            new Step(500, "listen tcp [::]:443: bind: address already in use", Kind.PORT_TAKEN, OptionalInt.of(443)),
            new Step(404, "No such container: 12", Kind.GONE, OptionalInt.empty()),
            new Step(409, "container is marked for removal and cannot be started", Kind.GONE, OptionalInt.empty()),
            new Step(400, "OCI runtime create failed: exec: \"nope\": not found", Kind.REFUSED, OptionalInt.empty()));

    @ParameterizedTest
    @FieldSource("STEPS")
    void tellsWhyAStepFailed(Step step) {
        EngineFailure failure = EngineMessages.container("start", step.status(), step.said());
        assertThat(failure.kind()).isEqualTo(step.kind());
        assertThat(EngineMessages.portOf(step.said())).isEqualTo(step.port());
    }

    record Name(String image, String registry, String pulled) {}

    static final List<Name> NAMES = List.of(
            new Name("web", "docker.io", "web:latest"),
            new Name("acme/web:2", "docker.io", "acme/web:2"),
            new Name("localhost:5000/web", "localhost:5000", "localhost:5000/web:latest"),
            new Name("r.acme.io/a/b@sha256:12", "r.acme.io", "r.acme.io/a/b@sha256:12"));

    @ParameterizedTest
    @FieldSource("NAMES")
    void readsImageNamesAsDockerDoes(Name name) {
        assertThat(EngineMessages.registryOf(name.image())).isEqualTo(name.registry());
        assertThat(ImageNames.withTag(name.image())).isEqualTo(name.pulled());
    }
}
