package io.drover.cli.waiting;

import static io.drover.cli.Wire.container;
import static io.drover.cli.Wire.resource;
import static io.drover.cli.Wire.service;
import static io.drover.cli.Wire.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.ProgressLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackViewTest {
    private static final String PULLING =
            ",'transitioning':'yes','transitioningMessage':'pulling nginx','transitioningProgress':43";

    private final StackView view = StackView.of(
            "1st1",
            List.of(
                    resource(service("1s1", "web", "activating", ",'transitioning':'yes','currentScale':1")),
                    resource(service("1s2", "db", "active", "")),
                    resource(service("1s3", "gone", "removed", "")),
                    resource(container("1i1", "hello-web-1", "running", "")),
                    resource(container("1i2", "hello-web-2", "starting", PULLING)),
                    resource(stack("1st1", "hello", ""))));

    @Test
    void waitsForTheStackAndItsServices() {
        assertThat(view.awaited())
                .extracting(Awaited::label)
                .containsExactly("stack hello", "service db", "service web");
    }

    @Test
    void showsWhatTheBusiestContainerDoes() {
        assertThat(view.progress())
                .containsExactly(
                        new ProgressLine("db", "healthy", Colour.GOOD, "2/2", ""),
                        new ProgressLine("web", "activating", Colour.BUSY, "1/2, hello-web-2: pulling nginx", "43 %"));
    }

    @Test
    void anErrorOfTheServiceComesFirst() {
        StackView failing = StackView.of(
                "1st1",
                List.of(
                        resource(service(
                                "1s1",
                                "web",
                                "activating",
                                ",'transitioning':'error','transitioningMessage':'no host fits'")),
                        resource(container("1i2", "hello-web-2", "starting", PULLING))));
        assertThat(failing.progress().getFirst().detail()).isEqualTo("2/2, no host fits");
    }

    @Test
    void partsAreKnownByTheirStack() {
        assertThat(StackView.isPart("1st1", resource(service("1s1", "web", "active", ""))))
                .isTrue();
        assertThat(StackView.isPart("1st2", resource(service("1s1", "web", "active", ""))))
                .isFalse();
        assertThat(StackView.isPart("1st1", resource(stack("1st1", "hello", ""))))
                .isTrue();
    }
}
