package io.drover.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.feed.FeedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DatabaseAwayIT {
    @TempDir
    Path folder;

    @Test
    void aDatabaseThatIsGoneIsNamedAndRequestsFailAtOnce() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "drover", "mariadb");
        EmbeddedMariaDb database = EmbeddedMariaDb.start(new EmbeddedMariaDb.Options(folder, cache, false));
        var settings = new DatabaseSettings(database.r2dbcUrl(), "drover_trial", "trial", 4);
        try (TrialContext context = new TrialContext(settings, FeedSettings.DEFAULT)) {
            Mono<Throwable> failure = context.get(DatabaseClient.class)
                    .sql("SELECT 1")
                    .then()
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Exception.class, Mono::just);
            assertThat(failure.blockOptional()).isEmpty();
            database.close();
            Flux.range(0, 20).concatMap(_ -> failure).blockLast(Duration.ofMinutes(1));
            Throwable last = Objects.requireNonNull(failure.block(Duration.ofSeconds(1)));
            assertThat(Objects.requireNonNull(PartUnavailable.in(last)).sentence())
                    .isEqualTo("the database is not answering; it is asked again within 2 s");
        }
    }
}
