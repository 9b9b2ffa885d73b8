package io.drover.identity;

import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/** How scheduler-service is asked. Each kind of question has connections and a breaker of its own: none waits for another. */
record SchedulerCalls(WebClient http, Guarded guarded) {
    /** @param part what metrics and sentences call it */
    static SchedulerCalls of(String part, Duration timeout, int atOnce, Environment environment, MeterRegistry meters) {
        var clients = new InternalClients(
                WebClient.builder(), environment.getRequiredProperty("drover.internal.secret"), atOnce);
        URI address = URI.create(environment.getProperty("drover.services.scheduler-url", "http://127.0.0.1:8082"));
        return new SchedulerCalls(
                clients.internal(part, address), new Guarded(CallPolicy.request(part, timeout, atOnce), meters));
    }
}
