package io.drover.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the audit log, prefix {@code drover.audit}; unknown keys fail the start. How long rows are kept is the setting
 * {@code audit_log.purge.after.seconds} of the API, or else {@code drover.identity.audit-retention}.
 *
 * @param checkpointEvery how often new rows are signed: what is removed from the end shows from then on
 * @param mostRows above this the oldest rows go, whatever their age
 */
@ConfigurationProperties(prefix = "drover.audit", ignoreUnknownFields = false)
public record AuditProperties(
        @DefaultValue("1m") Duration checkpointEvery,
        @DefaultValue("1000000") long mostRows) {}
