package io.drover.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.drover.runtime.loop.VirtualTime;
import io.drover.runtime.secret.VaultTokenAnswer.Away;
import io.drover.runtime.secret.VaultTokenAnswer.Refused;
import io.drover.runtime.secret.VaultTokenAnswer.Renewed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class VaultTokenLoopTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualTime time = new VirtualTime();
    private final List<String> asked = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(VaultTokenLoop.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private VaultTokenAnswer answer = new Renewed(HOUR);
    private Disposable running = Disposables.disposed();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        running.dispose();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void renewsAtHalfOfTheLifeForAsLongAsItRuns() {
        start(VaultToken.given("s.hidden"));
        time.advance(Duration.ofMinutes(95));

        assertThat(asked).containsExactly("s.hidden@0", "s.hidden@30", "s.hidden@60", "s.hidden@90");
        assertThat(left()).isEqualTo(55 * 60);
        assertThat(said()).hasSize(1);

        running.dispose();
        time.advance(HOUR);
        assertThat(asked).hasSize(4);
        assertThat(left()).isZero();
    }

    @Test
    void anOutageIsSaidOnceAndAskedAboutSooner() {
        start(VaultToken.given("s.hidden"));
        time.advance(Duration.ofMinutes(29));
        answer = new Away("sealed");
        time.advance(Duration.ofMinutes(11));

        assertThat(asked).hasSizeBetween(12, 16);
        assertThat(said())
                .hasSize(2)
                .last()
                .asString()
                .contains("could not be renewed (sealed)", "1970-01-01T01:00:00Z");
        assertThat(left()).isEqualTo(20 * 60);
        answer = new Renewed(HOUR);
        time.advance(Duration.ofMinutes(2));
        assertThat(said()).hasSize(3).last().asString().contains("is renewed");
    }

    @Test
    void aRefusalIsSaidOnceWithWhatToDo() {
        answer = new Refused("status 403: permission denied");
        start(VaultToken.given("s.hidden"));
        time.advance(Duration.ofDays(1));

        assertThat(said())
                .singleElement()
                .asString()
                .contains("403", "VAULT_TOKEN_FILE")
                .doesNotContain("hidden");
        assertThat(left()).isNaN();
    }

    @Test
    void anotherTokenInTheFileIsAskedAboutAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s.first");
        start(VaultToken.inFile(file));
        time.advance(Duration.ofMinutes(10));
        answer = new Renewed(Duration.ofMinutes(20));
        Files.writeString(file, "s.second");
        time.advance(Duration.ofMinutes(11));

        assertThat(asked).containsExactly("s.first@0", "s.second@10", "s.second@20");
        assertThat(said()).hasSize(2).last().asString().contains("lasts until 1970-01-01T00:30:05Z");
    }

    @Test
    void aFileThatCannotBeReadIsSaidOnceAndChangesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s.first");
        start(VaultToken.inFile(file));
        time.settle();
        Files.writeString(file, "s.hidden and more");
        time.advance(Duration.ofMinutes(31));

        assertThat(asked).containsExactly("s.first@0", "s.first@30");
        assertThat(said())
                .hasSize(2)
                .last()
                .asString()
                .contains("stays as it is", file.toString())
                .doesNotContain("hidden");
    }

    private void start(VaultToken token) {
        var loop = new VaultTokenLoop(token, () -> ask(token), time.runtime());
        running = loop.run().subscribe();
    }

    private Mono<VaultTokenAnswer> ask(VaultToken token) {
        asked.add(token.value() + "@" + time.instant().getEpochSecond() / 60);
        return Mono.just(answer);
    }

    private double left() {
        return time.meters.get("drover.vault.token.left").gauge().value();
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
