package io.drover.identity.api.directory;

import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.directory.DirectoryFields;
import io.drover.identity.directory.DirectoryFields.Reading.Invalid;
import io.drover.identity.directory.DirectoryFields.Reading.Valid;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.oidc.ProviderIdentities;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory people sign in with, if there is one, and who is to be found there. People of another provider cannot be
 * looked up: those are found that were seen when somebody signed in, and ids are taken as they are given.
 */
public final class DirectoryHandler {
    /** Name of the provider when there is no directory. */
    public static final String LOCAL_PROVIDER = "localAuthConfig";

    static final String PASSWORD_PURPOSE = "directory-password";
    private static final int MOST_FOUND = 20;

    private final DirectoryStore configurations;
    private final DirectoryClient client;
    private final EnvelopeKey envelope;
    private final AccountIdentityStore identities;

    public DirectoryHandler(
            DirectoryStore configurations,
            DirectoryClient client,
            EnvelopeKey envelope,
            AccountIdentityStore identities) {
        this.configurations = configurations;
        this.client = client;
        this.envelope = envelope;
        this.identities = identities;
    }

    /** Empty: none is enabled. */
    public Mono<DirectorySettings> active() {
        return configurations
                .enabled()
                .filter(row -> DirectoryKind.ofProvider(row.provider()).isPresent())
                .map(this::settings);
    }

    /** Empty: no provider but a directory is enabled. */
    private Mono<ProviderKind> otherProvider() {
        return configurations.enabled().flatMap(row -> Mono.justOrEmpty(ProviderKind.ofProvider(row.provider())));
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
                        .switchIfEmpty(Mono.defer(() -> seen(text, within)))
                        .defaultIfEmpty(List.of());
    }

    private Mono<List<DirectoryIdentity>> seen(String text, boolean within) {
        return otherProvider()
                .flatMap(kind ->
                        identities.seen(kind.types(), text, within, MOST_FOUND).collectList());
    }

    /** In the directory's own spelling; what it does not have is missing, and without a directory all are. */
    public Mono<List<DirectoryIdentity>> lookup(List<DirectoryIdentity> wanted) {
        return wanted.isEmpty()
                ? Mono.just(List.of())
                : active().flatMap(settings -> client.lookup(settings, wanted))
                        .switchIfEmpty(Mono.defer(() -> possible(wanted)))
                        .defaultIfEmpty(List.of());
    }

    private Mono<List<DirectoryIdentity>> possible(List<DirectoryIdentity> wanted) {
        return otherProvider()
                .flatMap(kind -> Flux.fromIterable(wanted)
                        .filter(one -> kind.has(one.type()) && ProviderIdentities.isId(kind, one.externalId()))
                        .concatMap(one ->
                                identities.seen(one.type(), one.externalId()).defaultIfEmpty(named(one, kind)))
                        .collectList());
    }

    private static DirectoryIdentity named(DirectoryIdentity one, ProviderKind kind) {
        String id = one.externalId();
        return new DirectoryIdentity(one.type(), id, id, id, one.type().equals(kind.userType()));
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
