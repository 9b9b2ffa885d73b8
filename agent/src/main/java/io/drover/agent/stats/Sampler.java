package io.drover.agent.stats;

import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineStreams;
import io.drover.model.link.StatsRequest;
import io.drover.model.link.StatsSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the newest sample of each container that was asked for, and measures the machine when asked. A container that ends
 * drops out.
 */
final class Sampler implements AutoCloseable {
    private final StatsRequest request;
    private final Path proc;
    private final Clock clock;
    private final Map<String, StatsSample> newest = new ConcurrentHashMap<>();
    private final Map<String, AutoCloseable> open = new ConcurrentHashMap<>();

    Sampler(StatsRequest request, Path proc, Clock clock) {
        this.request = request;
        this.proc = proc;
        this.clock = clock;
    }

    /** Opens the engine's streams, each in the background since opening blocks. */
    Sampler start(EngineStreams engine) {
        for (String id : request.engineIds()) {
            Thread.ofVirtual().name("stats-open").start(() -> open(engine, id));
        }
        return this;
    }

    private void open(EngineStreams engine, String id) {
        String resource = request.containers().getOrDefault(id, id);
        open.put(id, engine.stats(id, resource.isEmpty() ? id : resource, new EngineStreams.Listener<>() {
            @Override
            public void next(StatsSample sample) {
                newest.put(id, sample);
            }

            @Override
            public void end() {
                newest.remove(id);
            }

            @Override
            public void failed(EngineFailure failure) {
                newest.remove(id);
            }
        }));
    }

    /** The machine first, then containers by engine id; those that have not been measured yet are missing. */
    List<StatsSample> sample() {
        List<StatsSample> samples = new ArrayList<>();
        if (request.host()) {
            samples.add(host());
        }
        request.engineIds().stream()
                .filter(newest::containsKey)
                .map(newest::get)
                .forEach(samples::add);
        return samples;
    }

    private StatsSample host() {
        String meminfo = read("meminfo");
        long total = ProcFiles.memory(meminfo, "MemTotal");
        return new StatsSample(
                request.hostResourceId(),
                "host",
                total,
                clock.instant().toString(),
                new StatsSample.Cpu(ProcFiles.cpu(read("stat"))),
                new StatsSample.Memory(total - ProcFiles.memory(meminfo, "MemAvailable")),
                ProcFiles.network(read("net/dev")),
                ProcFiles.disks(read("diskstats")));
    }

    private String read(String name) {
        try {
            return Files.readString(proc.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(stream -> {
            try {
                stream.close();
            } catch (Exception e) { // what AutoCloseable declares
                throw new IllegalStateException("a statistics stream could not be closed", e);
            }
        });
    }
}
