package io.drover.scheduler;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All settings of this service, under {@code drover}.
 *
 * @param scheduler its own
 * @param database where it keeps its rows
 * @param services where the others are
 * @param internal the suite's shared secret
 */
@ConfigurationProperties("drover")
public record SchedulerProperties(
        @DefaultValue Scheduler scheduler, Database database, Services services, Internal internal) {

    /**
     * @param holder names this process in the lease; the same name after a restart takes the lease back at once
     * @param hostGrace how long a host may be silent before its containers are started elsewhere
     * @param replacementShare of an environment's instances that may be replaced per 30 s because hosts are lost, 0 to 1
     * @param replacementFloor at least so many
     * @param servicesAtOnce passes over services in parallel
     * @param environmentGrace how long agents have to take away what is in a removed environment; after that hosts that still
     *     have something are forgotten with it
     */
    public record Scheduler(
            @DefaultValue("scheduler") String holder,
            @DefaultValue("12s") Duration hostGrace,
            @DefaultValue("0.34") double replacementShare,
            @DefaultValue("20") int replacementFloor,
            @DefaultValue("8") int servicesAtOnce,
            @DefaultValue("10m") Duration environmentGrace) {
        public Scheduler {
            if (hostGrace.compareTo(Duration.ofSeconds(5)) < 0) {
                throw new IllegalArgumentException(
                        "drover.scheduler.host-grace is %s: below 5s every hiccup of the network would move containers"
                                .formatted(hostGrace));
            }
        }
    }

    /**
     * @param url {@code r2dbc:mysql://} or {@code r2dbc:mariadb://}, with user and password, without a schema
     * @param schema this service's own
     * @param connections size of the pool
     */
    public record Database(
            String url,
            @DefaultValue("drover_scheduler") String schema,
            @DefaultValue("16") int connections) {
        /** Without the URL, which holds a password. */
        @Override
        public String toString() {
            return "Database[schema=%s, connections=%d]".formatted(schema, connections);
        }
    }

    /** @param identityUrl base URL of identity-service */
    public record Services(URI identityUrl) {}

    /** @param secret the same random text in every service */
    public record Internal(String secret) {
        @Override
        public String toString() {
            return "Internal[]";
        }
    }
}
