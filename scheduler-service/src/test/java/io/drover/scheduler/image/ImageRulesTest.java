package io.drover.scheduler.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ImageRulesTest {
    /** @param stored what it is stored as when the default registry is {@code r.example:5000} */
    record Case(String image, String registry, String stored) {}

    static final List<Case> CASES = List.of(
            new Case("nginx", "index.docker.io", "r.example:5000/nginx"),
            new Case("nginx:1.27", "index.docker.io", "r.example:5000/nginx:1.27"),
            new Case("team/app", "index.docker.io", "r.example:5000/team/app"),
            new Case("app@sha256:0123", "index.docker.io", "r.example:5000/app@sha256:0123"),
            new Case("docker.io/library/nginx", "index.docker.io", "docker.io/library/nginx"),
            new Case("index.docker.io/nginx", "index.docker.io", "index.docker.io/nginx"),
            new Case("quay.io/team/app:2", "quay.io", "quay.io/team/app:2"),
            new Case("QUAY.io/app", "quay.io", "QUAY.io/app"),
            new Case("localhost/app", "localhost", "localhost/app"),
            new Case("registry:5000/app", "registry:5000", "registry:5000/app"),
            new Case("quay.io:443/app", "quay.io:443", "quay.io:443/app"));

    private static final ImageRules DEFAULTED = new ImageRules("r.example:5000", List.of());

    @ParameterizedTest
    @FieldSource("CASES")
    void anImageHasOneRegistry(Case given) {
        assertThat(ImageRules.registryOf(given.image())).isEqualTo(given.registry());
        assertThat(images(DEFAULTED.applied(service(given.image()))))
                .containsExactly(given.stored(), "r.example:5000/side");
        assertThat(new ImageRules("", List.of()).applied(service(given.image())))
                .isEqualTo(service(given.image()));
    }

    @Test
    void withoutAWhitelistEveryRegistryIsFine() {
        assertThat(DEFAULTED.refusal(service("anywhere.example/app"))).isEmpty();
    }

    @Test
    void onlyRegistriesOfTheWhitelistAreFineAndTheDefaultIsNoException() {
        ImageRules rules = new ImageRules("r.example:5000", List.of("docker.io", "Quay.io"));
        assertThat(rules.refusal(service("docker.io/library/web"))).isEmpty();
        assertThat(rules.refusal(rules.applied(service("quay.io/web"))))
                .map(refusal -> refusal.sentence(rules.whitelist()))
                .contains("The provided registry is not whitelisted: image 'r.example:5000/side' of service 'web' comes"
                        + " from 'r.example:5000'; accepted: index.docker.io, quay.io");
    }

    private static ServiceSpec service(String image) {
        String docker = """
                version: '2'
                services:
                  web:
                    image: '%s'
                    labels: {io.rancher.sidekicks: side}
                  side:
                    image: side
                """.formatted(image);
        return ((ComposeOutcome.Read) ComposeReader.read(docker, null, Map.of(), "shop"))
                .stack()
                .services()
                .getFirst();
    }

    private static List<String> images(ServiceSpec service) {
        return service.launchConfigs().stream()
                .map(config -> config.container().image())
                .toList();
    }
}
