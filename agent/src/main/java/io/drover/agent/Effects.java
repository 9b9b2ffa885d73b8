package io.drover.agent;

import io.drover.agent.document.DocumentFile;
import io.drover.agent.engine.EngineClient;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.keeper.AgentEvent;
import io.drover.agent.keeper.Effect;
import io.drover.agent.link.AgentLinkClient;
import io.drover.agent.reconcile.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the keeper wants, off its thread, and reports back. Engine steps run on virtual threads, as many as the keeper
 * allows; files are written by one thread, in order.
 */
final class Effects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);
    private static final int BRIEF = 12;
    private static final long BETWEEN_PROGRESS_NANOS = 500_000_000;

    private final EngineClient engine;
    private final DocumentFile document;
    private final StartJournal journal;
    private final BlockingQueue<AgentEvent> events;
    private final ExecutorService disk =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("disk").factory());
    private final Pulls pulls;
    private volatile @Nullable AgentLinkClient link;

    Effects(EngineClient engine, DocumentFile document, StartJournal journal, BlockingQueue<AgentEvent> events) {
        this.engine = engine;
        this.pulls = new Pulls(engine);
        this.document = document;
        this.journal = journal;
        this.events = events;
    }

    /** Reports go nowhere before there is a link. */
    void connect(AgentLinkClient opened) {
        link = opened;
        pulls.connect(opened::registryAccess);
    }

    /** Waits for the files that are being written. */
    @Override
    public void close() {
        disk.close();
    }

    void run(Effect effect) {
        switch (effect) {
            case Effect.Engine step -> start("step", () -> step(step));
            case Effect.ListContainers list ->
                start("list", () -> list(() -> new AgentEvent.Listed(engine.list(list.exact()), list.asOf())));
            case Effect.LookAt look ->
                start("look", () -> list(() -> new AgentEvent.Looked(engine.look(look.containers()), look.asOf())));
            case Effect.Ping() -> start("ping", this::ping);
            case Effect.Save save -> disk.execute(() -> save(save));
            case Effect.ReadGeneration() -> disk.execute(this::readGeneration);
            case Effect.Relink() -> {
                AgentLinkClient open = link;
                if (open != null) {
                    open.relink();
                }
            }
            case Effect.Report(var batch) -> {
                AgentLinkClient open = link;
                if (open != null) {
                    open.report(batch);
                }
            }
            case Effect.Log(var line) -> LOG.info("{}", line);
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(work);
    }

    private void step(Effect.Engine effect) {
        Action action = effect.action();
        AgentEvent outcome;
        try {
            outcome = carryOut(effect);
        } catch (EngineFailure failure) {
            outcome = failed(action, failure);
        } catch (RuntimeException e) {
            // A step that ends without a word would block its instance for ever.
            LOG.error("{} failed", action.getClass().getSimpleName(), e); // Its text would hold environment variables.
            outcome = failed(action, new EngineFailure(EngineFailure.Kind.REFUSED, String.valueOf(e.getMessage())));
        }
        events.add(outcome);
    }

    private AgentEvent carryOut(Effect.Engine effect) {
        return switch (effect.action()) {
            case Action.Pull pull -> {
                LOG.info("pulling {}: {}", pull.image(), pull.reason());
                pulls.pull(pull.image(), new Throttle(pull.image())::progress);
                yield new AgentEvent.Pulled(pull);
            }
            case Action.Create create -> new AgentEvent.Created(create, engine.create(create.creation()));
            case Action.Start start -> {
                journal.starting(start.uuid(), effect.starts(), start.startGeneration());
                engine.start(start.container());
                LOG.info("started {}: {}", brief(start.container()), start.reason());
                yield new AgentEvent.Started(start, effect.asOf());
            }
            case Action.Stop stop -> {
                LOG.info("stopping {}: {}", brief(stop.container()), stop.reason());
                engine.stop(stop.container(), stop.timeoutSeconds());
                yield new AgentEvent.Stopped(stop);
            }
            case Action.Remove remove -> {
                engine.remove(remove.container());
                LOG.info("removed {}: {}", brief(remove.container()), remove.reason());
                yield new AgentEvent.Removed(remove);
            }
        };
    }

    /** As the docker command shows ids. */
    private static String brief(String container) {
        return container.length() > BRIEF ? container.substring(0, BRIEF) : container;
    }

    private static AgentEvent failed(Action action, EngineFailure failure) {
        return switch (action) {
            case Action.Pull pull -> new AgentEvent.PullFailed(pull, failure);
            case Action.Create create -> new AgentEvent.CreateFailed(create, failure);
            case Action.Start start -> new AgentEvent.StartFailed(start, failure);
            case Action.Stop stop -> new AgentEvent.StopFailed(stop, failure);
            case Action.Remove remove -> new AgentEvent.RemoveFailed(remove, failure);
        };
    }

    private final class Throttle {
        private final String image;
        private long last = System.nanoTime() - BETWEEN_PROGRESS_NANOS;

        Throttle(String image) {
            this.image = image;
        }

        void progress(int percent) {
            long now = System.nanoTime();
            if (now - last >= BETWEEN_PROGRESS_NANOS) {
                last = now;
                events.add(new AgentEvent.PullProgress(image, percent));
            }
        }
    }

    private void list(Supplier<AgentEvent> ask) {
        AgentEvent outcome;
        try {
            outcome = ask.get();
        } catch (EngineFailure failure) {
            outcome = new AgentEvent.ListFailed(failure);
        } catch (RuntimeException e) { // as above: a list that ends without a word would be the last one
            LOG.error("the engine's list cannot be read", e);
            outcome = new AgentEvent.ListFailed(
                    new EngineFailure(EngineFailure.Kind.REFUSED, String.valueOf(e.getMessage())));
        }
        events.add(outcome);
    }

    private void ping() {
        AgentEvent outcome;
        try {
            engine.ping();
            outcome = new AgentEvent.Pinged();
        } catch (EngineFailure failure) {
            outcome = new AgentEvent.PingFailed(failure);
        }
        events.add(outcome);
    }

    private void save(Effect.Save save) {
        try {
            if (document.obeyedGeneration() == null) {
                document.obey(save.document().version().generation());
            }
            document.save(save.document());
        } catch (IOException e) {
            LOG.error("the desired-state document cannot be saved; after a restart this agent obeys an older one", e);
        }
    }

    private void readGeneration() {
        try {
            events.add(new AgentEvent.Generation(document.obeyedGeneration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
