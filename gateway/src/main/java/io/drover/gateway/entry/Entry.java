package io.drover.gateway.entry;

import io.drover.gateway.arrival.AddressRange;
import io.drover.gateway.audit.AuditTrail;
import io.drover.gateway.credential.TokenStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/** Puts the entry together. */
public final class Entry {
    private Entry() {}

    /**
     * @param trustedProxies whose {@code X-Forwarded-*} is believed
     * @param maxBody of a request, in bytes
     * @param secret the suite's
     */
    public record Rules(List<AddressRange> trustedProxies, long maxBody, String secret) {
        @Override
        public String toString() {
            return "Rules[" + trustedProxies + ", " + maxBody + "]";
        }
    }

    public static EntryGatewayFilter filter(
            Rules rules, TokenStore tokens, AuditTrail trail, Clock clock, MeterRegistry meters) {
        return new EntryGatewayFilter(
                new ArrivalReader(rules.trustedProxies()),
                tokens,
                new AuditCaptureGatewayFilter(trail, clock, meters),
                new OwnAccess(rules.secret()),
                new BodyLimitGatewayFilter(rules.maxBody()),
                clock);
    }
}
