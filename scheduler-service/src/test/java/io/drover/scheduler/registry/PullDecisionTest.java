package io.drover.scheduler.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.registry.PullDecision.Anonymous;
import io.drover.scheduler.registry.PullDecision.Credential;
import io.drover.scheduler.registry.PullDecision.Refused;
import io.drover.scheduler.registry.PullDecision.Registry;
import io.drover.scheduler.registry.PullDecision.With;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PullDecisionTest {
    private static final String IMAGE = "registry.test/web:1";
    private static final List<String> USED = List.of("other:1", "registry.test/api:2");

    record Case(String name, String image, List<Registry> registries, List<String> used, PullDecision expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("no registry: anonymous", IMAGE, List.of(), USED, new Anonymous()),
            new Case("another registry", IMAGE, List.of(active("quay.io", on(1))), USED, new Anonymous()),
            new Case("registry without credentials", IMAGE, List.of(active("registry.test")), USED, new Anonymous()),
            new Case(
                    "the newest credential",
                    IMAGE,
                    List.of(active("registry.test", on(1), on(3), on(2))),
                    USED,
                    new With(3)),
            new Case(
                    "the newest active one", IMAGE, List.of(active("registry.test", on(1), off(2))), USED, new With(1)),
            new Case(
                    "only inactive ones: anonymous",
                    IMAGE,
                    List.of(active("registry.test", off(1))),
                    USED,
                    new Anonymous()),
            new Case(
                    "address as users write it",
                    IMAGE,
                    List.of(active("https://Registry.Test/v1/", on(1))),
                    USED,
                    new With(1)),
            new Case(
                    "Docker Hub by another name",
                    "acme/web",
                    List.of(active("docker.io", on(7))),
                    List.of("acme/web"),
                    new With(7)),
            new Case(
                    "inactive registry",
                    IMAGE,
                    List.of(inactive("registry.test", on(1))),
                    USED,
                    new Refused(
                            "registry 'registry.test' is inactive in this environment, so 'registry.test/web:1' is not pulled; activate it")),
            new Case(
                    "one of two of the same host is active",
                    IMAGE,
                    List.of(inactive("registry.test", on(9)), active("https://registry.test", on(1))),
                    USED,
                    new With(1)),
            new Case(
                    "a host that has no container of it gets nothing",
                    IMAGE,
                    List.of(active("registry.test", on(1))),
                    List.of("registry.test:5000/web", "web"),
                    new Refused(
                            "no container on this host uses an image of registry 'registry.test'; its credentials are not for this host")));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case one) {
        assertThat(PullDecision.of(one.image(), one.registries(), one.used())).isEqualTo(one.expected());
    }

    private static Registry active(String address, Credential... credentials) {
        return new Registry(1, address, true, List.of(credentials));
    }

    private static Registry inactive(String address, Credential... credentials) {
        return new Registry(1, address, false, List.of(credentials));
    }

    private static Credential on(long number) {
        return new Credential(number, true);
    }

    private static Credential off(long number) {
        return new Credential(number, false);
    }
}
