package io.drover.agent.keeper;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.document.DesiredDocument.Applied;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineEvent;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.observe.Reports;
import io.drover.agent.reconcile.Action;
import io.drover.agent.reconcile.InstanceMemory;
import io.drover.agent.reconcile.Observed;
import io.drover.agent.reconcile.Plan;
import io.drover.agent.reconcile.Reconciler;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DocumentVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agent's state, and what each event makes of it. Not thread-safe: one thread calls {@link #on}; it takes all events that
 * have arrived, plans once, and answers with the effects.
 *
 * <p>Another generation freezes: containers are still started when they die, but nothing is stopped or removed until the
 * operator accepts it.
 */
public final class HostKeeper {
    /** Lists close together are pointless. */
    private static final Duration LIST_GAP = Duration.ofMillis(100);
    /** One look serves the starts of a burst, and one report tells of them. */
    private static final Duration GAP = Duration.ofMillis(200);
    /** While the engine has all it can do, nobody waits for a single start: fewer and larger ones leave it the processor. */
    private static final Duration BUSY_GAP = Duration.ofMillis(700);
    /** Events are trusted, but not for ever. */
    private static final Duration LIST_ANYWAY = Duration.ofSeconds(60);

    private final String host;
    private final EngineView view = new EngineView();
    private final Steps steps;
    private final Reports reports = new Reports();
    private final Memories memories;
    private final Freeze freeze = new Freeze();

    private DesiredDocument document;
    private EngineHealth health;
    private boolean listing;
    private Instant listNotBefore;
    private Instant looked = Instant.EPOCH;
    private Instant listAnyway;
    private Plan plan = Plan.NOTHING;
    private long number;
    private List<Effect> effects = new ArrayList<>();

    /**
     * @param host the machine's name, for sentences
     * @param cores of the machine: how much it can do at once
     * @param memories what the journal remembers, by uuid
     */
    public HostKeeper(
            String host, int cores, DesiredDocument document, Map<String, InstanceMemory> memories, Instant now) {
        this.host = host;
        this.steps = new Steps(cores);
        this.document = document;
        this.memories = new Memories(memories);
        this.health = EngineHealth.at(now);
        this.listNotBefore = now;
        this.listAnyway = now.plus(LIST_ANYWAY);
    }

    public DocumentVersion known() {
        return document.version();
    }

    /** The next instant at which {@link #on} has something to do even if nothing happens. */
    public Instant wakeAt() {
        return Stream.of(
                        plan.wakeAt().filter(when -> health.isWell()).stream(),
                        reports.wakeAt().stream(),
                        Stream.of(freeze.wakeAt()),
                        health.asking() ? Stream.<Instant>empty() : Stream.of(health.nextPing()),
                        listing || !health.isWell() ? Stream.<Instant>empty() : Stream.of(nextList()))
                .flatMap(times -> times)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    public List<Effect> on(List<AgentEvent> events, Instant now) {
        effects = new ArrayList<>();
        for (AgentEvent event : events) {
            number++;
            take(event, now);
        }
        askEngine(now);
        act(now);
        report(now);
        return effects;
    }

    private void take(AgentEvent event, Instant now) {
        switch (event) {
            case AgentEvent.Tick() -> {}
            case AgentEvent.Desired desired -> obey(desired, now);
            case AgentEvent.Generation(var obeyed) -> thaw(obeyed);
            case AgentEvent.FromEngine(var happened) -> fromEngine(happened);
            case AgentEvent.Gap() -> view.want();
            case AgentEvent.Listed(var containers, var asOf) -> {
                listing = false;
                view.apply(containers, asOf).forEach(before -> died(before, null, now.toEpochMilli()));
                listNotBefore = now.plus(LIST_GAP);
                listAnyway = now.plus(LIST_ANYWAY);
                memories.adopt(view.all(), document);
            }
            case AgentEvent.Looked(var containers, var asOf) -> {
                listing = false;
                view.look(containers, asOf);
                looked = now;
            }
            case AgentEvent.ListFailed(var failure) -> {
                listing = false;
                view.want();
                listNotBefore = now.plusSeconds(1);
                doubt(failure, now);
            }
            case AgentEvent.Pinged() -> answered(now);
            case AgentEvent.PingFailed(var failure) -> silent(failure, now);
            case AgentEvent.LinkUp() -> reports.linkUp();
            case AgentEvent.LinkDown() -> reports.linkDown();
            case AgentEvent.Acked(var sequence) -> reports.acked(sequence);
            case AgentEvent.Step step -> step(step, now);
        }
    }

    private void step(AgentEvent.Step event, Instant now) {
        switch (event) {
            case AgentEvent.PullProgress(var image, var percent) -> steps.progress(image, percent);
            case AgentEvent.Pulled(var pull) -> pulled(pull);
            case AgentEvent.PullFailed(var pull, var failure) -> {
                steps.end(pull);
                pull.waiting().forEach(uuid -> pullFailed(uuid, failure, now));
            }
            case AgentEvent.Created(var create, var container) -> created(create, container, now);
            case AgentEvent.CreateFailed(var create, var failure) ->
                createFailed(create.creation().instance().uuid(), failure, now);
            case AgentEvent.Started(var start, var asOf) -> {
                steps.end(start.uuid());
                memories.change(start.uuid(), InstanceMemory::succeeded);
                view.started(start.container(), asOf, number, now.toEpochMilli());
            }
            case AgentEvent.StartFailed(var start, var failure) -> {
                steps.end(start.uuid());
                failed(start.uuid(), failure, now);
            }
            case AgentEvent.Stopped(var stop) -> {
                steps.end(stop.uuid());
                memories.change(stop.uuid(), InstanceMemory::succeeded);
                settle(stop.container());
            }
            case AgentEvent.StopFailed(var stop, var failure) -> {
                steps.end(stop.uuid());
                failed(stop.uuid(), failure, now);
            }
            case AgentEvent.Removed(var remove) -> {
                steps.end(remove.uuid());
                view.removed(remove.container(), number);
            }
            case AgentEvent.RemoveFailed(var remove, var failure) -> {
                steps.end(remove.uuid());
                failed(remove.uuid(), failure, now);
            }
        }
    }

    private void obey(AgentEvent.Desired desired, Instant now) {
        switch (document.apply(desired.message(), desired.obeyed())) {
            case Applied.Accepted(var accepted) -> {
                memories.accept(document, accepted);
                document = accepted;
                freeze.end();
                effects.add(new Effect.Save(accepted));
            }
            case Applied.Refused(var freezes, var reason) -> {
                effects.add(new Effect.Log(reason));
                if (freezes) {
                    freeze.begin(reason, desired.message().version().generation(), now);
                }
            }
        }
    }

    /** The server's snapshot was refused and is gone: a new link brings it again. */
    private void thaw(@Nullable String obeyed) {
        if (freeze.isEndedBy(obeyed)) {
            freeze.end();
            effects.add(new Effect.Log("the operator accepts generation '%s'".formatted(freeze.offered())));
            effects.add(new Effect.Relink());
        }
    }

    private void fromEngine(EngineEvent event) {
        EngineContainer before = view.get(event.container());
        view.apply(event, number);
        if (before != null && before.run().isUp() && event.kind() == EngineEvent.Kind.DIED) {
            died(before, event.exitCode(), event.atMillis());
        }
    }

    private void died(EngineContainer before, @Nullable Integer code, long atMillis) {
        String uuid = before.ownedUuid();
        if (uuid != null && !(steps.of(uuid) instanceof Action.Stop)) {
            Instant started = Instant.ofEpochMilli(before.run().startedAtMillis());
            memories.change(uuid, memory -> memory.died(started, Instant.ofEpochMilli(atMillis)));
            effects.add(
                    new Effect.Log("%s died with code %s".formatted(before.name(), code == null ? "unknown" : code)));
        }
    }

    /** Good for all who lack the image, not only for those the pull was made for. */
    private void pulled(Action.Pull pull) {
        steps.end(pull);
        pull.waiting()
                .forEach(uuid -> memories.change(
                        uuid, memory -> memory.with(InstanceMemory.Image.PULLED).succeeded()));
        memories.pulled(pull.image(), document);
    }

    /** The next try asks the engine first: somebody may have built or loaded the image there meanwhile. */
    private void pullFailed(String uuid, EngineFailure failure, Instant now) {
        failed(uuid, failure, now);
        memories.change(uuid, memory -> memory.with(InstanceMemory.Image.UNKNOWN));
    }

    private void created(Action.Create create, String container, Instant now) {
        DesiredInstance instance = create.creation().instance();
        steps.end(instance.uuid());
        memories.change(
                instance.uuid(),
                memory -> memory.with(InstanceMemory.Image.UNKNOWN).succeeded());
        view.created(
                new EngineContainer(
                        container,
                        create.creation().name(),
                        instance.container().image(),
                        create.creation().labels(),
                        now.toEpochMilli(),
                        EngineContainer.Run.CREATED,
                        EngineContainer.Reach.NONE),
                number);
    }

    private void createFailed(String uuid, EngineFailure failure, Instant now) {
        steps.end(uuid);
        boolean missing = failure.kind() == EngineFailure.Kind.IMAGE_MISSING;
        boolean wasPulled = memories.of(uuid).image() == InstanceMemory.Image.PULLED;
        if (missing) {
            memories.change(uuid, memory -> memory.with(InstanceMemory.Image.MISSING));
        }
        if (!missing || wasPulled) {
            failed(uuid, failure, now);
        }
    }

    /** The stop call came back before its event, or found nothing to stop: a list tells. */
    private void settle(String container) {
        if (view.isUp(container)) {
            view.want();
        }
    }

    private void failed(String uuid, EngineFailure failure, Instant now) {
        switch (failure.kind()) {
            case GONE, NAME_TAKEN -> {
                view.want();
                memories.change(uuid, memory -> memory.again(now.plus(LIST_GAP.multipliedBy(2))));
            }
            case NOT_RESPONDING -> {
                view.want();
                doubt(failure, now);
                memories.change(uuid, memory -> memory.again(now.plusSeconds(1)));
            }
            case PORT_TAKEN,
                    REFUSED,
                    IMAGE_MISSING,
                    IMAGE_NOT_FOUND,
                    REGISTRY_DENIED,
                    REGISTRY_RATE_LIMIT,
                    REGISTRY_UNREACHABLE -> {
                String sentence = Sentences.start(instanceOf(uuid), failure, document, new Observed(view.all()), host);
                memories.change(uuid, memory -> memory.failed(sentence, now));
                effects.add(new Effect.Log("%s: %s".formatted(nameOf(uuid), sentence)));
            }
        }
    }

    private void doubt(EngineFailure failure, Instant now) {
        if (failure.kind() == EngineFailure.Kind.NOT_RESPONDING) {
            health = health.doubted(now);
        }
    }

    private void answered(Instant now) {
        if (!health.isWell()) {
            effects.add(new Effect.Log("the Docker engine answers again"));
            view.want();
        }
        health = health.answered(now);
    }

    private void silent(EngineFailure failure, Instant now) {
        boolean wasWell = health.isWell();
        health = health.silent(host, String.valueOf(failure.getMessage()), now);
        if (wasWell) {
            effects.add(new Effect.Log(String.valueOf(health.trouble())));
        }
    }

    private void askEngine(Instant now) {
        if (health.mustAsk(now)) {
            health = health.asked();
            effects.add(new Effect.Ping());
        }
        if (health.isWell() && !listing) {
            list(now);
        }
        if (freeze.mustLook(now)) {
            effects.add(new Effect.ReadGeneration());
        }
    }

    private void list(Instant now) {
        if (!now.isBefore(view.wantsList() ? listNotBefore : listAnyway)) {
            listing = true;
            view.listing();
            effects.add(new Effect.ListContainers(view.exact(), number));
        } else if (!view.unreached().isEmpty() && !now.isBefore(nextLook())) {
            listing = true;
            effects.add(new Effect.LookAt(view.unreached(), number));
        }
    }

    private Instant nextList() {
        Instant whole = view.wantsList() ? listNotBefore : listAnyway;
        Instant look = nextLook();
        return view.unreached().isEmpty() || whole.isBefore(look) ? whole : look;
    }

    private Instant nextLook() {
        return looked.plus(gap());
    }

    private Duration gap() {
        return steps.isStartingMost() ? BUSY_GAP : GAP;
    }

    private void act(Instant now) {
        if (!view.isComplete() || !health.isWell()) {
            plan = Plan.NOTHING;
            return;
        }
        plan = Reconciler.plan(document, new Observed(view.all()), memories.all(), steps.busy(), now);
        for (Action action : plan.actions()) {
            if ((!freeze.isOn() || !action.takesAway()) && steps.begin(action)) {
                begin(action);
            }
        }
    }

    private void begin(Action action) {
        long starts = 0;
        if (action instanceof Action.Start start) {
            memories.change(start.uuid(), memory -> memory.starting(start.startGeneration()));
            starts = memories.of(start.uuid()).starts();
        }
        effects.add(new Effect.Engine(action, starts, number));
    }

    private void report(Instant now) {
        if (!view.isComplete()) {
            return; // A whole picture without the engine's list would say that nothing exists.
        }
        var notes = new Pictures.Notes(plan.waiting(), health.trouble(), freeze.reason());
        reports.next(new Pictures(document, view, steps, memories, notes).take(now), gap(), now)
                .ifPresent(batch -> effects.add(new Effect.Report(batch)));
    }

    private @Nullable DesiredInstance instanceOf(String uuid) {
        return document.instances().stream()
                .filter(instance -> instance.uuid().equals(uuid))
                .findFirst()
                .orElse(null);
    }

    private String nameOf(String uuid) {
        DesiredInstance instance = instanceOf(uuid);
        return instance == null ? uuid : instance.name();
    }
}
