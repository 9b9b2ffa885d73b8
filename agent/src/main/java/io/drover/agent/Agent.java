package io.drover.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.document.DocumentFile;
import io.drover.agent.engine.DockerEngineClient;
import io.drover.agent.engine.DockerStreams;
import io.drover.agent.engine.EngineClient;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineInfo;
import io.drover.agent.engine.EngineStreams;
import io.drover.agent.exec.ExecStream;
import io.drover.agent.host.HostFactsReader;
import io.drover.agent.host.OwnContainer;
import io.drover.agent.host.ProcessSecrets;
import io.drover.agent.keeper.AgentEvent;
import io.drover.agent.keeper.HostKeeper;
import io.drover.agent.link.AgentLinkClient;
import io.drover.agent.link.LinkCodec;
import io.drover.agent.link.LinkListener;
import io.drover.agent.link.LinkResponderHandler;
import io.drover.agent.logs.LogsStream;
import io.drover.agent.registration.CredentialFiles;
import io.drover.agent.registration.Credentials;
import io.drover.agent.registration.Registration;
import io.drover.agent.registration.RegistrationClient;
import io.drover.agent.stats.StatsStream;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent, put together. The engine comes first, then the document on disk is kept true, then the server is looked for: a host
 * that comes up without its server runs what it ran before.
 */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int MILLI = 1000;
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Set<String> CAPABILITIES = Set.of("logs", "stats", "exec");

    private final AgentSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final ObjectMapper json = LinkCodec.mapper();
    private final BlockingQueue<AgentEvent> events = AgentLoop.queue();
    private final EngineClient engine;
    private final EngineStreams streams;
    private final DocumentFile document;

    Agent(AgentSettings settings, EngineClient engine, EngineStreams streams, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.engine = engine;
        this.streams = streams;
        this.clock = clock;
        this.random = random;
        this.document = new DocumentFile(settings.data(), json);
    }

    /** Runs until the process is told to end; containers are left as they are. */
    static int run(AgentSettings settings) throws InterruptedException {
        try (DataFolder folder = DataFolder.hold(settings.data());
                DockerConnection engine = DockerConnection.open(settings.docker())) {
            LOG.info("agent {} starts: {}", AgentSettings.VERSION, settings);
            forget(settings.token());
            String self = OwnContainer.id(Files.readString(Path.of("/proc/self/mountinfo")))
                    .orElse(null);
            Agent agent = new Agent(
                    settings,
                    new DockerEngineClient(engine.docker(), engine.http(), LinkCodec.mapper(), self),
                    new DockerStreams(engine.docker()),
                    AgentConfig.clock(),
                    AgentConfig.random());
            // Nothing to tidy up: files are whole at any instant, and a cut link is what the server expects.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0), "end"));
            agent.live();
            return 0;
        } catch (IOException | Ended e) {
            LOG.error("{}", e.getMessage());
            return 1;
        }
    }

    /** The agent cannot go on; the message says why. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message);
        }
    }

    private static void forget(@Nullable String token) {
        if (token == null) {
            return;
        }
        try {
            ProcessSecrets.forget(token);
        } catch (IOException e) {
            LOG.warn("the token stays readable in /proc for this user: {}", e.getMessage());
        }
    }

    void live() throws IOException, InterruptedException {
        if (settings.acceptGeneration() != null) {
            document.obey(settings.acceptGeneration());
        }
        EngineInfo info = awaitEngine();
        HostFacts facts =
                HostFactsReader.read(info, settings.server(), settings.address(), settings.labels(), settings.data());
        StartJournal journal = new StartJournal(settings.data());
        HostKeeper keeper = new HostKeeper(
                facts.hostname(), facts.milliCpu() / MILLI, document.load(), journal.load(), clock.instant());
        try (Effects effects = new Effects(engine, document, journal, events)) {
            AgentLoop loop = new AgentLoop(keeper, effects::run, clock, events);
            engine.events(
                    event -> events.add(new AgentEvent.FromEngine(event)), () -> events.add(new AgentEvent.Gap()));
            LOG.info(
                    "engine {} on {}; document of revision {}",
                    info.version(),
                    info.hostname(),
                    keeper.known().revision());
            Thread.ofVirtual().name("join").start(() -> join(facts, loop, effects));
            loop.run();
        }
    }

    private EngineInfo awaitEngine() throws InterruptedException {
        String said = "";
        while (true) {
            try {
                return engine.info();
            } catch (EngineFailure failure) {
                String reason = String.valueOf(failure.getMessage());
                if (!reason.equals(said)) {
                    LOG.warn("waiting for the Docker engine at {}: {}", settings.docker(), reason);
                    said = reason;
                }
                Thread.sleep(AGAIN); // the engine is asked again; nothing tells when it is back
            }
        }
    }

    private void join(HostFacts facts, AgentLoop loop, Effects effects) {
        try {
            Supplier<Hello> hello =
                    () -> new Hello(AgentSettings.VERSION, Hello.PROTOCOL, CAPABILITIES, loop.known(), facts);
            LinkCodec codec = new LinkCodec(json);
            LinkResponderHandler responder = new LinkResponderHandler(
                    codec,
                    new LogsStream(streams),
                    new StatsStream(streams, Path.of("/proc"), clock),
                    new ExecStream(streams));
            AgentLinkClient link = new AgentLinkClient(
                    new AgentLinkClient.Identity(
                            settings.server(), settings.trust().manager(), credentials(), hello),
                    new Listener(),
                    responder,
                    codec,
                    random);
            effects.connect(link);
            link.open();
        } catch (IOException | Ended e) {
            LOG.error("{}", e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Credentials credentials() throws IOException, InterruptedException {
        CredentialFiles files = new CredentialFiles(settings.data(), json);
        Optional<Credentials> known = files.load();
        if (known.isPresent()) {
            return known.get();
        }
        if (settings.token() == null) {
            throw new Ended("this host is not registered yet: give a registration token (--token or DROVER_TOKEN)");
        }
        Credentials granted = register(
                new RegistrationClient(settings.server(), settings.trust(), settings.token(), json), files.key(random));
        files.save(granted);
        LOG.info("registered as {}", granted.accessKey());
        return granted;
    }

    private static Credentials register(RegistrationClient client, String key) throws InterruptedException {
        String said = "";
        while (true) {
            switch (client.attempt(key)) {
                case Registration.Granted(var credentials) -> {
                    return credentials;
                }
                case Registration.Refused(var reason) -> throw new Ended(reason);
                case Registration.NotYet(var reason) -> {
                    if (!reason.equals(said)) {
                        LOG.info("registering: {}", reason);
                        said = reason;
                    }
                    Thread.sleep(AGAIN.dividedBy(4)); // the server is asked again; nothing tells when it is back
                }
            }
        }
    }

    private final class Listener implements LinkListener {
        private String said = "";

        @Override
        public void up() {
            said = "";
            LOG.info("linked to {}", settings.server());
            events.add(new AgentEvent.LinkUp());
        }

        @Override
        public void down(String reason) {
            events.add(new AgentEvent.LinkDown());
            String cause = reason.replaceFirst(";[^;]*$", "");
            if (!cause.equals(said)) {
                LOG.warn("{}", reason);
                said = cause;
            }
        }

        @Override
        public void desired(io.drover.model.link.DesiredMessage message) {
            try {
                events.add(new AgentEvent.Desired(message, document.obeyedGeneration()));
            } catch (IOException e) {
                LOG.error("the file 'generation' cannot be read, so the server is not obeyed: {}", e.getMessage());
            }
        }

        @Override
        public void acked(io.drover.model.link.ObservedAck ack) {
            events.add(new AgentEvent.Acked(ack.sequence()));
        }
    }
}
