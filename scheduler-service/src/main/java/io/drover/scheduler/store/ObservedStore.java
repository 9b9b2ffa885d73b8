package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.observed.ReportOutcome;
import io.drover.scheduler.spec.Shortened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Records what agents saw: one transaction per batch, and one line in the feed for each thing that changed. */
public final class ObservedStore {
    /** What the columns hold: an engine's sentence may be of any length, and a report must not fail because of it. */
    private static final int MAX_MESSAGE = 2048;

    private static final int MAX_NAME = 255;
    private static final int MAX_ADDRESS = 64;

    private final HostRepository hosts;
    private final InstanceRepository instances;
    private final FencedWriteClient writes;
    private final Ids ids;

    public ObservedStore(Repositories repositories, FencedWriteClient writes, Ids ids) {
        this.hosts = repositories.hosts();
        this.instances = repositories.instances();
        this.writes = writes;
        this.ids = ids;
    }

    /** The host, or 404: its agent must say hello again. */
    public Mono<HostRow> host(HostId id) {
        return hosts.byId(id)
                .filter(host -> host.removed() == null)
                .switchIfEmpty(Mono.error(() -> new ApiException.NotFound("host '" + id + "' does not exist")));
    }

    public Mono<Void> record(HostRow host, ObservedBatch batch, Instant now) {
        Set<Long> reported =
                batch.instances().stream().map(ObservedInstance::id).collect(Collectors.toSet());
        Mono<List<InstanceRow>> known =
                batch.full() || !batch.natives().isEmpty() || !batch.gone().isEmpty()
                        ? instances.ofHost(host.id()).collectList()
                        : instances.byIds(reported).collectList();
        return writes.writeUnfenced(known.flatMap(rows -> record(host, batch, rows, now)));
    }

    private Mono<Void> record(HostRow host, ObservedBatch batch, List<InstanceRow> rows, Instant now) {
        var news = News.of(host, batch, rows, now, ids);
        return instances
                .insertAll(news.nativeRows)
                .flatMap(numbers -> {
                    Map<Long, InstanceRow.Observed> observations = new LinkedHashMap<>(news.observations);
                    news.nativeObservations.forEach((uuid, seen) -> observations.put(numbers.of(uuid), seen));
                    news.nativeRows.forEach(row -> news.changes.add(NewChange.created(
                            "container",
                            numbers.of(row.uuid()),
                            host.tenant().id().value())));
                    return instances.observe(observations);
                })
                .then(instances.finish(news.finished, now))
                .then(Mono.defer(() -> writes.record(news.changes)));
    }

    /** What a batch says that was not known. Pure but for the ids of new native containers. */
    private static final class News {
        private final Map<Long, InstanceRow.Observed> observations = new LinkedHashMap<>();
        private final List<InstanceRow> nativeRows = new ArrayList<>();
        private final Map<String, InstanceRow.Observed> nativeObservations = new HashMap<>();
        private final List<Long> finished = new ArrayList<>();
        private final List<NewChange> changes = new ArrayList<>();
        private final Set<ServiceId> services = new LinkedHashSet<>();
        private final HostRow host;

        private News(HostRow host) {
            this.host = host;
        }

        static News of(HostRow host, ObservedBatch batch, List<InstanceRow> rows, Instant now, Ids ids) {
            var news = new News(host);
            Map<Long, InstanceRow> byId = rows.stream()
                    .filter(row -> row.host().equals(host.id()) && row.removed() == null)
                    .collect(Collectors.toMap(row -> row.id().value(), row -> row));
            Map<String, InstanceRow> natives = byId.values().stream()
                    .filter(row -> row.isNative() && row.observed() != null)
                    .collect(Collectors.toMap(
                            row -> String.valueOf(
                                    Objects.requireNonNull(row.observed()).externalId()),
                            row -> row,
                            (a, b) -> a));
            batch.instances().forEach(report -> news.instance(byId.get(report.id()), report, now));
            batch.natives()
                    .forEach(container -> news.nativeSeen(natives.get(container.externalId()), container, now, ids));
            news.nativesGone(batch, natives);
            news.services.forEach(service -> news.changes.add(NewChange.updated(
                    "service", service.value(), host.tenant().id().value())));
            return news;
        }

        private void instance(@Nullable InstanceRow row, ObservedInstance report, Instant now) {
            if (row == null || !row.uuid().equals(report.uuid())) {
                // Another database's, or one whose removal is recorded: the agent is told to forget it when it asks.
                return;
            }
            InstanceRow.Observed known = row.observed();
            var outcome = ReportOutcome.of(
                    known == null ? null : known.externalId(),
                    known == null ? 0 : known.starts(),
                    report,
                    row.target());
            if (outcome == ReportOutcome.IGNORE) {
                return;
            }
            InstanceRow.Observed seen = merged(known, report, now);
            if (outcome == ReportOutcome.RECORD && seen.equals(known)) {
                return;
            }
            long id = row.id().value();
            observations.put(id, seen);
            if (outcome == ReportOutcome.FINISH) {
                finished.add(id);
            }
            long environment = row.environment().value();
            changes.add(
                    outcome == ReportOutcome.FINISH
                            ? NewChange.removed("container", id, environment)
                                    .onHost(row.host().value())
                            : NewChange.updated("container", id, environment));
            Stream.ofNullable(row.membership()).forEach(of -> services.add(of.service()));
        }

        private static InstanceRow.Observed merged(
                InstanceRow.@Nullable Observed known, ObservedInstance report, Instant now) {
            Instant first = known == null ? null : known.firstRunning();
            if (first == null && report.state() == State.RUNNING) {
                first = report.startedAtMillis() == 0 ? now : Instant.ofEpochMilli(report.startedAtMillis());
            }
            return new InstanceRow.Observed(
                    report.state(),
                    report.externalId(),
                    report.startGeneration(),
                    report.starts(),
                    shortened(MAX_ADDRESS, report.address()),
                    report.ports(),
                    report.exitCode(),
                    first,
                    instant(report.startedAtMillis()),
                    instant(report.finishedAtMillis()),
                    report.progress(),
                    shortened(MAX_MESSAGE, report.message()),
                    instant(report.nextTryAtMillis()));
        }

        private static @Nullable String shortened(int most, @Nullable String text) {
            return text == null ? null : Shortened.to(most, text);
        }

        private static @Nullable Instant instant(long millis) {
            return millis == 0 ? null : Instant.ofEpochMilli(millis);
        }

        private void nativeSeen(@Nullable InstanceRow row, NativeContainer container, Instant now, Ids ids) {
            InstanceRow.Observed seen = nativeObserved(row == null ? null : row.observed(), container, now);
            if (row == null) {
                String uuid = ids.uuid();
                nativeRows.add(nativeRow(uuid, container, now));
                nativeObservations.put(uuid, seen);
            } else if (!seen.equals(row.observed())) {
                observations.put(row.id().value(), seen);
                changes.add(NewChange.updated(
                        "container", row.id().value(), row.environment().value()));
            }
        }

        private InstanceRow nativeRow(String uuid, NativeContainer container, Instant now) {
            var spec = new ContainerSpec(
                    container.image(),
                    null,
                    null,
                    Map.of(),
                    container.labels(),
                    ContainerSpec.Process.DEFAULT,
                    new ContainerSpec.Network(
                            null,
                            null,
                            null,
                            null,
                            container.ports(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()),
                    ContainerSpec.Storage.DEFAULT,
                    ContainerSpec.Resources.DEFAULT,
                    ContainerSpec.Security.DEFAULT,
                    null,
                    null);
            return new InstanceRow(
                    new InstanceId(0),
                    host.tenant().id(),
                    uuid,
                    Instant.ofEpochMilli(container.createdAtMillis()),
                    null,
                    true,
                    Shortened.to(MAX_NAME, container.name()),
                    null,
                    host.id(),
                    new InstanceRow.Making(spec, 10, false, false),
                    Target.RUNNING,
                    "started beside Drover",
                    now,
                    0,
                    null);
        }

        private static InstanceRow.Observed nativeObserved(
                InstanceRow.@Nullable Observed known, NativeContainer container, Instant now) {
            boolean running =
                    container.state().equals("running") || container.state().equals("restarting");
            Instant first = known == null ? null : known.firstRunning();
            return new InstanceRow.Observed(
                    running ? State.RUNNING : State.STOPPED,
                    container.externalId(),
                    0,
                    0,
                    shortened(MAX_ADDRESS, container.address()),
                    container.ports(),
                    null,
                    first == null && running ? now : first,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        private void nativesGone(ObservedBatch batch, Map<String, InstanceRow> natives) {
            Set<String> gone = new HashSet<>(batch.gone());
            if (batch.full()) {
                Set<String> present = batch.natives().stream()
                        .map(NativeContainer::externalId)
                        .collect(Collectors.toSet());
                natives.keySet().stream().filter(id -> !present.contains(id)).forEach(gone::add);
            }
            gone.stream().flatMap(id -> Stream.ofNullable(natives.get(id))).forEach(row -> {
                finished.add(row.id().value());
                changes.add(NewChange.removed(
                        "container", row.id().value(), row.environment().value()));
            });
        }
    }
}
