package io.drover.scheduler;

import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.scheduler.api.AdmissionHandler;
import io.drover.scheduler.api.EnvironmentHealthController;
import io.drover.scheduler.api.IdentityClient;
import io.drover.scheduler.api.InstallationRules;
import io.drover.scheduler.api.NothingYetHandler;
import io.drover.scheduler.api.QuotaUsageHandler;
import io.drover.scheduler.api.SchedulerTypes;
import io.drover.scheduler.environment.EnvironmentLoop;
import io.drover.scheduler.environment.EnvironmentStream;
import io.drover.scheduler.store.EnvironmentHealthStore;
import io.drover.scheduler.store.EnvironmentStore;
import io.drover.scheduler.store.FencedWriteClient;
import io.drover.scheduler.store.QuotaStore;
import io.drover.scheduler.store.R2dbcEnvironmentStore;
import io.drover.scheduler.store.R2dbcHostStore;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.SpecStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

/** What this service hears of environments, and what follows for what is in them. */
@Configuration(proxyBeanMethods = false)
class SchedulerEnvironmentConfig {
    /** Identity-service says something every 5 s. */
    private static final Duration SILENCE = Duration.ofSeconds(12);

    @Bean
    EnvironmentStore environmentStore(Repositories repositories, FencedWriteClient writes, IdentityClient identity) {
        return new EnvironmentStore(repositories, writes, identity);
    }

    @Bean
    EnvironmentHealthController environmentHealthController(DatabaseClient database) {
        return new EnvironmentHealthController(
                new EnvironmentHealthStore(database, JsonMapper.builder().build()));
    }

    @Bean
    QuotaStore quotaStore(Repositories repositories) {
        return new QuotaStore(repositories);
    }

    @Bean
    QuotaUsageHandler quotaUsageHandler(QuotaStore quotas) {
        return new QuotaUsageHandler(quotas);
    }

    @Bean
    NothingYetHandler volumeHandler() {
        return new NothingYetHandler(SchedulerTypes.VOLUME);
    }

    @Bean
    NothingYetHandler machineHandler() {
        return new NothingYetHandler(SchedulerTypes.MACHINE);
    }

    @Bean
    AdmissionHandler admissionHandler(EnvironmentStore environments) {
        return new AdmissionHandler(environments);
    }

    @Bean
    EnvironmentLoop environmentLoop(
            Repositories repositories,
            SpecStore specs,
            R2dbcHostStore hosts,
            FencedWriteClient writes,
            IdentityClient identity,
            InstallationRules rules,
            SchedulerProperties settings,
            Ids ids,
            Clock clock) {
        return new EnvironmentLoop(
                new R2dbcEnvironmentStore(repositories, specs, hosts, writes, ids, rules::images),
                identity,
                identity,
                settings.scheduler().environmentGrace(),
                clock);
    }

    @Bean
    EnvironmentStream environmentStream(
            EnvironmentStore environments,
            SchedulerProperties settings,
            MeterRegistry meters,
            Subscriptions subscriptions) {
        String part = "identity-service (environments)";
        var clients =
                new InternalClients(WebClient.builder(), settings.internal().secret(), 4);
        var stream = new EnvironmentStream(
                clients.internal(part, settings.services().identityUrl()),
                new Guarded(CallPolicy.stream(part, SILENCE, SILENCE, 4), meters),
                environments);
        subscriptions.keep("environments", stream.follow());
        return stream;
    }
}
