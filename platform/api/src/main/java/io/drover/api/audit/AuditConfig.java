package io.drover.api.audit;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * A part's trail of audit events. They go to identity-service ({@code drover.services.identity-url}); a service that stores them
 * itself has a {@link AuditReportLoop.Delivery} bean.
 */
@Configuration(proxyBeanMethods = false)
public class AuditConfig {
    /** As many as the gateway holds. */
    private static final int CAPACITY = 10_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;

    @Bean
    AuditTrail auditTrail(ObjectProvider<MeterRegistry> registries) {
        AuditTrail trail = new AuditTrail(CAPACITY);
        registries.ifAvailable(meters -> {
            meters.gauge("drover.audit.reports.pending", trail, AuditTrail::size);
            meters.gauge("drover.audit.reports.lost", trail, AuditTrail::lost);
        });
        return trail;
    }

    @Bean
    AuditReportLoop auditReportLoop(
            AuditTrail trail,
            ObjectProvider<AuditReportLoop.Delivery> own,
            ObjectProvider<MeterRegistry> meters,
            Environment environment,
            Subscriptions subscriptions,
            Clock clock) {
        AuditReportLoop loop = new AuditReportLoop(
                trail,
                own.getIfAvailable(() -> delivery(environment, meters.getIfAvailable(SimpleMeterRegistry::new))),
                subscriptions,
                clock);
        subscriptions.keep("audit-reports", loop.run());
        return loop;
    }

    private static AuditReportLoop.Delivery delivery(Environment environment, MeterRegistry meters) {
        String identity = environment.getProperty("drover.services.identity-url");
        if (identity == null) {
            return _ -> Mono.error(
                    new IllegalStateException("drover.services.identity-url is not set: nobody stores audit events"));
        }
        InternalClients clients = new InternalClients(
                WebClient.builder(), environment.getRequiredProperty("drover.internal.secret"), AT_ONCE);
        return new AuditClient(
                clients.internal("identity-audit", URI.create(identity)),
                new Guarded(CallPolicy.request("identity-service (audit)", TIMEOUT, AT_ONCE), meters));
    }
}
