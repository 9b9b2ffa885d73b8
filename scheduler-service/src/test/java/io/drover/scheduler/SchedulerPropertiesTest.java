package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SchedulerPropertiesTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class)
            .withPropertyValues(
                    "drover.database.url=r2dbc:mariadb://user:hidden@host:3306",
                    "drover.internal.secret=also hidden",
                    "drover.services.identity-url=http://identity:8081");

    @EnableConfigurationProperties(SchedulerProperties.class)
    static class Settings {}

    @Test
    void defaults() {
        context.run(started -> {
            SchedulerProperties settings = started.getBean(SchedulerProperties.class);
            assertThat(settings.scheduler())
                    .isEqualTo(new SchedulerProperties.Scheduler(
                            "scheduler", Duration.ofSeconds(12), 0.34, 20, 8, Duration.ofMinutes(10)));
            assertThat(settings.database().schema()).isEqualTo("drover_scheduler");
            assertThat(settings.database().connections()).isEqualTo(16);
        });
    }

    @Test
    void everyKeyOfItsOwn() {
        context.withPropertyValues(
                        "drover.scheduler.holder=pod-1",
                        "drover.scheduler.host-grace=30s",
                        "drover.scheduler.replacement-share=0.5",
                        "drover.scheduler.replacement-floor=3",
                        "drover.scheduler.services-at-once=2",
                        "drover.scheduler.environment-grace=1h")
                .run(started -> assertThat(
                                started.getBean(SchedulerProperties.class).scheduler())
                        .isEqualTo(new SchedulerProperties.Scheduler(
                                "pod-1", Duration.ofSeconds(30), 0.5, 3, 2, Duration.ofHours(1))));
    }

    @Test
    void refusesAGraceThatWouldMoveContainersAtEveryHiccup() {
        context.withPropertyValues("drover.scheduler.host-grace=1s")
                .run(started -> assertThat(started)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("drover.scheduler.host-grace"));
    }

    @Test
    void neverPrintsWhatItKeepsSecret() {
        context.run(
                started -> assertThat(started.getBean(SchedulerProperties.class).toString())
                        .doesNotContain("hidden"));
    }
}
