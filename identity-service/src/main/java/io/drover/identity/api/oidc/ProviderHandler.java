package io.drover.identity.api.oidc;

import io.drover.identity.oidc.ProviderFields;
import io.drover.identity.oidc.ProviderFields.Reading.Invalid;
import io.drover.identity.oidc.ProviderFields.Reading.Valid;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The provider people sign in with, if there is one, and the settings that are on trial. */
public final class ProviderHandler {
    public static final String SECRET_PURPOSE = "provider-secret";
    private static final String FINGERPRINT = "provider-settings";
    private static final String TRIAL = ".trial";

    private final DirectoryStore configurations;
    private final EnvelopeKey envelope;

    public ProviderHandler(DirectoryStore configurations, EnvelopeKey envelope) {
        this.configurations = configurations;
        this.envelope = envelope;
    }

    /** Empty: none is enabled. */
    public Mono<ProviderSettings> active() {
        return configurations
                .enabled()
                .filter(row -> ProviderKind.ofProvider(row.provider()).isPresent())
                .map(this::settings);
    }

    /** The settings kept aside for a trial; empty: there are none. */
    Mono<ProviderSettings> onTrial(ProviderKind kind) {
        return configurations.find(trialName(kind)).map(this::settings);
    }

    static String trialName(ProviderKind kind) {
        return kind.provider() + TRIAL;
    }

    /** Changes with everything that decides who somebody is, the secret included, and tells nothing about it. */
    String fingerprint(ProviderSettings settings) {
        return envelope.derive(FINGERPRINT, settings.identifyingText());
    }

    /** @return null: none is stored, or another key file sealed it */
    @Nullable
    String secret(DirectoryRow row) {
        String sealed = row.passwordSealed();
        return sealed == null
                ? null
                : envelope.open(SECRET_PURPOSE, sealed)
                        .map(plain -> new String(plain, StandardCharsets.UTF_8))
                        .orElse(null);
    }

    ProviderSettings settings(DirectoryRow row) {
        String provider = row.provider().endsWith(TRIAL)
                ? row.provider().substring(0, row.provider().length() - TRIAL.length())
                : row.provider();
        ProviderKind kind = ProviderKind.ofProvider(provider).orElseThrow();
        return switch (ProviderFields.read(kind, row.fields(), secret(row))) {
            case Valid(ProviderSettings settings) -> settings;
            case Invalid(String _, String sentence) ->
                throw new IllegalStateException(
                        "the stored configuration '" + row.provider() + "' cannot be used: " + sentence);
        };
    }
}
