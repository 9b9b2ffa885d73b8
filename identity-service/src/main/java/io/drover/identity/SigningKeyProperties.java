package io.drover.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How signing keys follow one another, prefix {@code drover.signing-keys}; unknown keys fail the start.
 *
 * @param lead how long a new key is published before it signs; longer than {@code look}, the same in all replicas
 * @param look how often a replica looks for new keys and for those to retire
 */
@ConfigurationProperties(prefix = "drover.signing-keys", ignoreUnknownFields = false)
public record SigningKeyProperties(
        @DefaultValue("30s") Duration lead,
        @DefaultValue("10s") Duration look) {
    public SigningKeyProperties {
        if (lead.compareTo(look) <= 0) {
            throw new IllegalArgumentException(
                    ("drover.signing-keys.lead is %s and drover.signing-keys.look is %s: a new key"
                                    + " would sign before every replica has it; accepted: a lead longer than the look")
                            .formatted(lead, look));
        }
    }
}
