package io.drover.agent.stats;

import io.drover.agent.engine.EngineStreams;
import io.drover.model.link.StatsRequest;
import io.drover.model.link.StatsSample;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** Machine and containers, one array of samples a second until the reader leaves. A reader that is too slow misses some. */
public final class StatsStream {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final EngineStreams engine;
    private final Path proc;
    private final Clock clock;

    /** @param proc the folder of the kernel's files, usually {@code /proc} */
    public StatsStream(EngineStreams engine, Path proc, Clock clock) {
        this.engine = engine;
        this.proc = proc;
        this.clock = clock;
    }

    public Flux<List<StatsSample>> of(StatsRequest request) {
        return Flux.using(
                () -> new Sampler(request, proc, clock).start(engine),
                sampler -> Flux.interval(EVERY)
                        .onBackpressureDrop()
                        .map(tick -> sampler.sample())
                        .filter(samples -> !samples.isEmpty()),
                Sampler::close);
    }
}
