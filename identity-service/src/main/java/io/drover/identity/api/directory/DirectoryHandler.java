package io.drover.identity.api.directory;

import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.directory.DirectoryFields;
import io.drover.identity.directory.DirectoryFields.Reading.Invalid;
import io.drover.identity.directory.DirectoryFields.Reading.Valid;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The directory people sign in with, if there is one. */
public final class DirectoryHandler {
    /** Name of the provider when there is no directory. */
    public static final String LOCAL_PROVIDER = "localAuthConfig";

    static final String PASSWORD_PURPOSE = "directory-password";
    private static final int MOST_FOUND = 20;

    private final DirectoryStore configurations;
    private final DirectoryClient client;
    private final EnvelopeKey envelope;

    public DirectoryHandler(DirectoryStore configurations, DirectoryClient client, EnvelopeKey envelope) {
        this.configurations = configurations;
        this.client = client;
        this.envelope = envelope;
    }

    /** Empty: none is enabled. */
    public Mono<DirectorySettings> active() {
        return configurations.enabled().map(this::settings);
    }

    /** Name of the provider people sign in with. */
    public Mono<String> provider() {
        return configurations.enabled().map(DirectoryRow::provider).defaultIfEmpty(LOCAL_PROVIDER);
    }

    /** Users and groups by name; empty without a directory. */
    public Mono<List<DirectoryIdentity>> search(String text, boolean within) {
        return text.isBlank()
                ? Mono.just(List.of())
                : active().flatMap(settings -> client.search(settings, text, within, MOST_FOUND))
                        .defaultIfEmpty(List.of());
    }

    /** In the directory's own spelling; what it does not have is missing, and without a directory all are. */
    public Mono<List<DirectoryIdentity>> lookup(List<DirectoryIdentity> wanted) {
        return wanted.isEmpty()
                ? Mono.just(List.of())
                : active().flatMap(settings -> client.lookup(settings, wanted)).defaultIfEmpty(List.of());
    }

    /** @return null: none is stored, or another key file sealed it */
    @Nullable
    String password(DirectoryRow row) {
        String sealed = row.passwordSealed();
        return sealed == null
                ? null
                : envelope.open(PASSWORD_PURPOSE, sealed)
                        .map(plain -> new String(plain, StandardCharsets.UTF_8))
                        .orElse(null);
    }

    private DirectorySettings settings(DirectoryRow row) {
        DirectoryKind kind = DirectoryKind.ofProvider(row.provider()).orElseThrow();
        return switch (DirectoryFields.read(kind, row.fields(), password(row))) {
            case Valid(DirectorySettings settings) -> settings;
            case Invalid(String _, String sentence) ->
                throw new IllegalStateException(
                        "the stored configuration '" + row.provider() + "' cannot be used: " + sentence);
        };
    }
}
