package io.drover.gateway.entry;

import io.drover.gateway.arrival.AddressRange;
import io.drover.gateway.audit.AuditTrail;
import io.drover.gateway.browser.SecurityHeaders;
import io.drover.gateway.credential.TokenStore;
import io.drover.gateway.limit.RateLimits;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

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

    /**
     * What everybody is measured by.
     *
     * @param random for tokens of browsers
     * @param settings the installation's, as users set them
     */
    public record Guards(RateLimits limits, SecurityHeaders headers, RandomGenerator random, LiveSettings settings) {}

    public static EntryGatewayFilter filter(
            Rules rules, Guards guards, TokenStore tokens, AuditTrail trail, Clock clock, MeterRegistry meters) {
        return new EntryGatewayFilter(
                new ArrivalReader(rules.trustedProxies(), clock),
                tokens,
                new AuditCaptureGatewayFilter(trail, clock, meters),
                new OwnAccess(rules.secret()),
                new BodyLimitGatewayFilter(rules.maxBody()),
                new Admission(guards.limits(), tokens, meters),
                new BrowserRules(
                        guards.headers(), guards.random(), new Challenge(guards.settings()), guards.settings()));
    }
}
