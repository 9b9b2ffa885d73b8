package io.drover.scheduler.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegistryHostTest {
    record Image(String image, String host) {}

    static final List<Image> IMAGES = List.of(
            new Image("web", "index.docker.io"),
            new Image("acme/web:9", "index.docker.io"),
            new Image("docker.io/acme/web", "index.docker.io"),
            new Image("index.docker.io/acme/web", "index.docker.io"),
            new Image("docker:acme/web", "index.docker.io"),
            new Image("docker:registry.test:5000/web", "registry.test:5000"),
            new Image("Registry.Test/web@sha256:00", "registry.test"),
            new Image("localhost/web", "localhost"),
            new Image("localhost:5000/web", "localhost:5000"),
            new Image("[fd00::1]:5000/web", "[fd00::1]:5000"),
            new Image("web:5000", "index.docker.io"),
            new Image("", "index.docker.io"));

    @ParameterizedTest
    @FieldSource("IMAGES")
    void knowsWhereAnImageComesFrom(Image image) {
        assertThat(RegistryHost.ofImage(image.image()).name()).isEqualTo(image.host());
    }

    record Address(String address, String host, boolean isValid) {}

    static final List<Address> ADDRESSES = List.of(
            new Address("docker.io", "index.docker.io", true),
            new Address("https://index.docker.io/v1/", "index.docker.io", true),
            new Address("Quay.io", "quay.io", true),
            new Address("http://registry.test:5000/", "registry.test:5000", true),
            new Address(" registry.test ", "registry.test", true),
            new Address(
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                    true),
            new Address("[fd00::1]:5000", "[fd00::1]:5000", true),
            new Address("registry test", "registry test", false),
            new Address("https://", "", false),
            new Address("user@registry.test", "user@registry.test", false),
            new Address("registry.test:99999999", "registry.test:99999999", false));

    @ParameterizedTest
    @FieldSource("ADDRESSES")
    void readsWhatUsersWrite(Address address) {
        RegistryHost host = RegistryHost.ofAddress(address.address());
        assertThat(host.name()).isEqualTo(address.host());
        assertThat(host.isValid()).isEqualTo(address.isValid());
    }

    @Property
    void anyTextIsReadAndReadsTheSameAgain(@ForAll String text) {
        RegistryHost host = RegistryHost.ofAddress(text);
        if (host.isValid()) {
            assertThat(RegistryHost.ofAddress(host.name())).isEqualTo(host);
            assertThat(RegistryHost.ofAddress("https://" + host.name() + "/v2/"))
                    .isEqualTo(host);
        }
        assertThat(RegistryHost.ofImage(text).name()).isNotNull();
    }
}
