package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.EnvironmentId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance.State;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.drover.scheduler.SchedulerProgram.Answer;
import io.drover.scheduler.servicelog.LogEntry;
import io.drover.scheduler.servicelog.LogEntry.Kind;
import io.drover.scheduler.servicelog.LogEntry.Level;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.ServiceLogRepository;
import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The log of services on the real MariaDB: what is stored, who sees it, and the story it tells of a service's life. */
class ServiceLogIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    @TempDir
    static Path data;

    private static SchedulerProgram service;

    @BeforeAll
    static void start() {
        service = new SchedulerProgram(DATABASE, data);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static ServiceLogRepository logs() {
        return service.bean(Repositories.class).serviceLogs();
    }

    private static LogEntry entry(Kind kind, String transaction, String sentence, @Nullable InstanceId instance) {
        return new LogEntry(new ServiceId(7001), transaction, "service.update", Level.INFO, sentence, kind, instance);
    }

    private static List<NewChange> write(long environment, LogEntry... entries) {
        List<NewChange> changes = logs().insertAll(new EnvironmentId(environment), new StackId(70), List.of(entries))
                .block(LIMIT);
        assertThat(changes).isNotNull();
        return List.copyOf(changes);
    }

    private static List<String> told(Answer answer, String field) {
        List<String> told = new ArrayList<>();
        answer.ok().path("data").forEach(row -> told.add(row.path(field).asString("null")));
        return told;
    }

    @Test
    void whatIsWrittenIsReadAsTheContractSays() {
        List<NewChange> changes = write(
                40,
                entry(Kind.RUN, "1s7001.1.0", "Updated", null),
                entry(Kind.DETAIL, "1s7001.1.0", "Creating", new InstanceId(9)),
                entry(Kind.NOTE, "1s7001.1.0", "n".repeat(3000), null));
        assertThat(changes).hasSize(2).allMatch(change -> change.resourceType().equals("serviceLog"));
        String token = "readonly.1a40";
        JsonNode all = service.get(token, "/servicelogs").ok().path("data");
        assertThat(all).hasSize(3);
        JsonNode run = all.get(0);
        assertThat(run.path("id").asString())
                .isEqualTo("1sl" + changes.getFirst().resourceId());
        assertThat(run.path("type").asString()).isEqualTo("serviceLog");
        assertThat(run.path("eventType").asString()).isEqualTo("service.update");
        assertThat(run.path("level").asString()).isEqualTo("info");
        assertThat(run.path("subLog").asBoolean()).isFalse();
        assertThat(run.path("endTime").isNull()).isTrue();
        assertThat(run.path("created").asString()).isNotEmpty();
        assertThat(run.path("serviceId").asString()).isEqualTo("1s7001");
        assertThat(run.path("links").propertyNames()).contains("self", "service", "stack", "account");
        assertThat(run.path("actions")).isEmpty();
        JsonNode detail = all.get(1);
        assertThat(detail.path("subLog").asBoolean()).isTrue();
        assertThat(detail.path("instanceId").asString()).isEqualTo("1i9");
        assertThat(detail.path("links").propertyNames()).contains("instance");
        assertThat(detail.path("endTime").asString())
                .isEqualTo(detail.path("created").asString());
        assertThat(all.get(2).path("description").asString()).hasSize(1024).endsWith("...");

        write(40, entry(Kind.END, "1s7001.1.0", "Reconciled", null));
        JsonNode ended =
                service.get(token, "/servicelogs/" + run.path("id").asString()).ok();
        assertThat(ended.path("endTime").asString()).isNotEmpty();
    }

    @Test
    void listsFilterSortAndPage() {
        write(
                41,
                entry(Kind.RUN, "1s7001.2.0", "first", null),
                entry(Kind.DETAIL, "1s7001.2.0", "second", null),
                entry(Kind.RUN, "1s7001.3.0", "third", null));
        String token = "owner.1a41";
        assertThat(told(service.get(token, "/servicelogs?sort=id&order=desc&subLog=0&limit=1"), "description"))
                .containsExactly("third");
        assertThat(told(service.get(token, "/servicelogs?subLog=true"), "description"))
                .containsExactly("second");
        assertThat(told(service.get(token, "/servicelogs?transactionId=1s7001.2.0"), "description"))
                .containsExactly("first", "second");
        assertThat(told(service.get(token, "/servicelogs?endTime_notnull"), "description"))
                .containsExactly("second");
        assertThat(told(service.get(token, "/servicelogs?serviceId=1s7002"), "description"))
                .isEmpty();
        JsonNode page = service.get(token, "/servicelogs?limit=2").ok();
        assertThat(page.path("pagination").path("next").asString()).contains("marker");
        assertThat(service.get("owner.1a42", "/servicelogs").ok().path("data")).isEmpty();
        String id = told(service.get(token, "/servicelogs"), "id").getFirst();
        assertThat(service.get("owner.1a42", "/servicelogs/" + id).status()).isEqualTo(404);
        for (String method : List.of("PUT", "DELETE")) {
            assertThat(service.send(method, token, "/servicelogs/" + id, Map.of())
                            .status())
                    .isEqualTo(405);
        }
        assertThat(service.post(token, "/servicelogs", Map.of("description", "mine"))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void oldEntriesGoInBatches() throws SQLException {
        LogEntry[] entries = IntStream.range(0, 5)
                .mapToObj(i -> entry(Kind.NOTE, "1s7001.4." + i, "entry " + i, null))
                .toArray(LogEntry[]::new);
        write(43, entries);
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update service_log set created = created - interval 2 hour"
                    + " where environment_id = 43 and description <> 'entry 4'");
        }
        var holder = Optional.of(new LeaseEpoch("scheduler", 1));
        LiveSettings hour =
                LiveSettings.of(Map.of(SettingName.SERVICE_LOG_RETENTION, "3600", SettingName.CLEANUP_BATCH, "3"));
        assertThat(purged(hour, Optional.empty())).as("without the lease").isZero();
        assertThat(purged(new LiveSettings(), holder)).as("without settings").isZero();
        assertThat(purged(LiveSettings.of(Map.of()), holder)).as("by default").isZero();
        assertThat(purged(hour, holder)).isEqualTo(4);
        assertThat(told(service.get("owner.1a43", "/servicelogs"), "description"))
                .containsExactly("entry 4");
    }

    private static @Nullable Long purged(LiveSettings settings, Optional<LeaseEpoch> held) {
        return new ServiceLogCleanupLoop(logs(), settings, new AtomicReference<>(held))
                .pass()
                .block(LIMIT);
    }

    /** Created, scaled, broken, mended, removed: what people read of it. */
    @Test
    void theLogReadsAsAStory() throws InterruptedException {
        String token = "owner.1a44";
        try (var agent = new PlayedAgent(service.agents(), 441, 44)) {
            String stack = service.post(
                            token,
                            "/stacks",
                            Map.of(
                                    "name",
                                    "shop",
                                    "dockerCompose",
                                    "services: {web: {image: 'web:1'}}",
                                    "startOnCreate",
                                    true))
                    .id();
            agent.await(all -> all.size() == 1);
            agent.obey();
            String web = told(service.get(token, "/services"), "id").getFirst();
            await(() -> isActive(token, web));

            service.send("PUT", token, "/services/" + web, Map.of("scale", 2)).ok();
            DesiredInstance second = agent.await(all -> all.size() == 2).getLast();
            for (int times = 2; times < 6; times++) {
                failing(agent, second, times);
                int now = times;
                await(() -> message(token, web).contains("failed %d times".formatted(now)));
            }
            agent.obey();
            await(() -> isActive(token, web));

            String container = told(service.get(token, "/containers?name=shop-web-2"), "id")
                    .getFirst();
            service.send("DELETE", token, "/containers/" + container, null).ok();
            agent.await(all -> all.stream().anyMatch(one -> one.target() == Target.REMOVED));
            agent.obey();
            agent.await(all -> all.size() == 2
                    && all.stream()
                            .allMatch(one -> one.target() == Target.RUNNING && one.id() != second.id()
                                    || one.name().equals("shop-web-1")));
            agent.obey();
            await(() -> isActive(token, web));

            service.send("DELETE", token, "/stacks/" + stack, null).ok();
            agent.await(all -> all.stream().allMatch(one -> one.target() == Target.REMOVED));
            agent.obey();
            await(() -> service.get(token, "/stacks").ok().path("data").isEmpty());

            assertThat(story(token, web))
                    .containsExactly(
                            "service.activate: Created and activated, scale is 1",
                            "- service.instance.create: Creating shop-web-1 on host441: scale is 1",
                            "- service.activate.info: Reconciled: 1 of 1 instances run",
                            "service.update: Updated: scale is 2 (was 1)",
                            "- service.instance.create: Creating shop-web-2 on host441: scale is 2",
                            "! service.update.exception: shop-web-2 on host441: image web:1 was not found"
                                    + " (failed 2 times in a row, it is tried again)",
                            "- service.update.info: Reconciled: 2 of 2 instances run",
                            "service.instance.delete: shop-web-2: somebody asked to remove it",
                            "service.trigger: Instances to create: 1; scale is 2",
                            "- service.instance.create: Creating shop-web-2 on host441: scale is 2",
                            "- service.trigger.info: Reconciled: 2 of 2 instances run",
                            "service.remove: Its removal was asked for",
                            "- service.instance.delete: Removing shop-web-1: the service is removed",
                            "- service.instance.delete: Removing shop-web-2: the service is removed",
                            "- service.remove.info: Removed: nothing is left of it");
            JsonNode runs = service.get(token, "/servicelogs?subLog=0").ok().path("data");
            assertThat(runs).allMatch(run -> !run.path("endTime").isNull());
            JsonNode linked =
                    service.get(token, "/services/" + web + "/servicelogs").ok();
            assertThat(linked.path("data")).hasSize(15);
            JsonNode embedded = service.get(token, "/services/" + web + "?include=serviceLogs")
                    .ok();
            assertThat(embedded.path("serviceLogs")).hasSize(15);
        }
    }

    /** Fifty containers: a row for each and two more, and of the feed a line for what is no detail. */
    @Test
    void fiftyContainersAreFiftyTwoEntries() throws Exception {
        String token = "owner.1a45";
        try (var agent = new PlayedAgent(service.agents(), 451, 45)) {
            service.post(
                            token,
                            "/stacks",
                            Map.of(
                                    "name",
                                    "many",
                                    "dockerCompose",
                                    "services: {web: {image: 'web:1', deploy: {replicas: 50}}}",
                                    "startOnCreate",
                                    true))
                    .ok();
            agent.await(all -> all.size() == 50);
            agent.obey();
            String web = told(service.get(token, "/services"), "id").getFirst();
            await(() -> isActive(token, web));
            assertThat(story(token, web)).hasSize(52);
            assertThat(number("select count(*) from change_log where resource_type = 'serviceLog'"
                            + " and environment_id = 45"))
                    .isOne();
        }
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }

    private static void failing(PlayedAgent agent, DesiredInstance instance, int times) {
        String sentence = "image web:1 was not found (failed %d times in a row, it is tried again)".formatted(times);
        var failed = PlayedAgent.seen(instance, State.FAILED, sentence);
        agent.report(new ObservedBatch(times, false, agent.version, null, List.of(failed), List.of(), List.of()));
    }

    private static List<String> story(String token, String web) {
        List<String> story = new ArrayList<>();
        service.get(token, "/servicelogs?serviceId=" + web).ok().path("data").forEach(row -> {
            String mark = row.path("level").asString().equals("error")
                    ? "! "
                    : row.path("subLog").asBoolean() ? "- " : "";
            story.add("%s%s: %s"
                    .formatted(
                            mark,
                            row.path("eventType").asString(),
                            row.path("description").asString()));
        });
        return story;
    }

    private static boolean isActive(String token, String web) {
        JsonNode found = service.get(token, "/services/" + web).ok();
        return found.path("state").asString().equals("active");
    }

    private static String message(String token, String web) {
        return service.get(token, "/services/" + web)
                .ok()
                .path("transitioningMessage")
                .asString("");
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(LIMIT).until(condition::getAsBoolean);
    }
}
