package io.drover.identity;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of signing in with a provider, prefix {@code drover.provider}; unknown keys fail the start.
 *
 * @param check how often the provider is asked again about everybody who can act with an account of it
 * @param unverified how long after a sign-in somebody keeps access about whom the provider cannot be asked
 * @param timeout of one request; a sign-in makes up to four
 * @param trust PEM file of certificates to trust in providers, beside those of the Java runtime; null: none
 */
@ConfigurationProperties(prefix = "drover.provider", ignoreUnknownFields = false)
public record ProviderProperties(
        @DefaultValue("5m") Duration check,
        @DefaultValue("1h") Duration unverified,
        @DefaultValue("8s") Duration timeout,
        @Nullable Path trust) {}
