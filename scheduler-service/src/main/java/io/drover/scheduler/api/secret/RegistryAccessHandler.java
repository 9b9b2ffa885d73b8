package io.drover.scheduler.api.secret;

import io.drover.api.ApiException;
import io.drover.api.audit.AuditEvent;
import io.drover.api.audit.AuditTrail;
import io.drover.model.HostId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.RegistryAccess;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.scheduler.registry.PullDecision;
import io.drover.scheduler.registry.RegistryHost;
import io.drover.scheduler.spec.Shortened;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRow;
import io.drover.scheduler.store.RegistryCredentialRow;
import io.drover.scheduler.store.RegistryRow;
import io.drover.scheduler.store.RegistryStore;
import io.drover.scheduler.store.Repositories;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Tells an agent how it may pull an image, when it pulls it. Passwords are in no document: they are opened for one answer, and
 * each answer with one is a row of the audit log, or is not given.
 */
public final class RegistryAccessHandler {
    static final String EVENT = "registryCredential.handout";
    private static final int BUSY_SECONDS = 2;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    /** Of what a host writes, in a row of the log. */
    private static final int MAX_IMAGE = 255;

    private final RegistryStore registries;
    private final Repositories repositories;
    private final EnvelopeClient envelopes;
    private final AuditTrail trail;
    private final Clock clock;

    public RegistryAccessHandler(
            RegistryStore registries,
            Repositories repositories,
            EnvelopeClient envelopes,
            AuditTrail trail,
            Clock clock) {
        this.registries = registries;
        this.repositories = repositories;
        this.envelopes = envelopes;
        this.trail = trail;
        this.clock = clock;
    }

    /** @param id of the host whose agent asks */
    public Mono<RegistryAccess> access(HostId id, String image) {
        return repositories
                .hosts()
                .byId(id)
                .filter(host -> host.removed() == null)
                .switchIfEmpty(Mono.error(() -> new ApiException.NotFound("host '" + id + "' does not exist")))
                .flatMap(host -> Mono.zip(registries(host, image), images(host))
                        .map(known -> PullDecision.of(image, known.getT1(), known.getT2()))
                        .flatMap(decision -> answer(host, image, decision)));
    }

    /** Only those of the image's registry: the others' credentials need not be read. */
    private Mono<List<PullDecision.Registry>> registries(HostRow host, String image) {
        return registries
                .present(host.tenant().id())
                .filter(row -> RegistryHost.ofAddress(row.serverAddress()).equals(RegistryHost.ofImage(image)))
                .concatMap(row -> registries
                        .credentialsOf(host.tenant().id(), row.kept().id())
                        .map(one -> new PullDecision.Credential(one.kept().id(), one.active()))
                        .collectList()
                        .map(credentials -> registry(row, credentials)))
                .collectList();
    }

    private static PullDecision.Registry registry(RegistryRow row, List<PullDecision.Credential> credentials) {
        return new PullDecision.Registry(row.kept().id(), row.serverAddress(), row.active(), credentials);
    }

    private Mono<List<String>> images(HostRow host) {
        return repositories
                .instances()
                .ofHost(host.id())
                .filter(row -> !row.isNative() && row.target() != Target.REMOVED)
                .map(InstanceRow::making)
                .map(making -> making.container().image())
                .collectList();
    }

    private Mono<RegistryAccess> answer(HostRow host, String image, PullDecision decision) {
        return switch (decision) {
            case PullDecision.Anonymous() -> Mono.just(new RegistryAccess.Anonymous());
            case PullDecision.Refused(var sentence) -> Mono.fromSupplier(() -> refused(host, image, sentence));
            case PullDecision.With(var number) ->
                registries
                        .findCredential(host.tenant().id(), number)
                        .flatMap(credential -> handedOut(host, image, credential))
                        // Removed between two statements.
                        .switchIfEmpty(Mono.fromSupplier(RegistryAccess.Anonymous::new));
        };
    }

    /** Somebody with a host's key may be trying what it opens. */
    private RegistryAccess refused(HostRow host, String image, String sentence) {
        trail.offer(AuditEvent.of(clock.instant(), EVENT, KeptTypes.REGISTRY_CREDENTIAL.name(), null)
                .by(null, host.tenant().id().toString(), null)
                .ended(
                        FORBIDDEN,
                        "refused to host %s (%s), to pull '%s': %s"
                                .formatted(
                                        host.id(),
                                        host.facts().hostname(),
                                        Shortened.to(MAX_IMAGE, image),
                                        Shortened.to(MAX_IMAGE, sentence)),
                        null));
        return new RegistryAccess.Refused(sentence);
    }

    private Mono<RegistryAccess> handedOut(HostRow host, String image, RegistryCredentialRow credential) {
        return Mono.justOrEmpty(credential.sealed())
                .flatMap(envelope -> envelopes.open(
                        RegistryCredentialHandler.PURPOSE, credential.kept().uuid(), envelope))
                .map(password -> {
                    record(host, image, credential);
                    return new RegistryAccess.Credential(
                            RegistryHost.ofImage(image).name(),
                            credential.publicValue(),
                            new String(password, StandardCharsets.UTF_8));
                });
    }

    private void record(HostRow host, String image, RegistryCredentialRow credential) {
        if (!trail.takePlaces(1)) {
            throw new ApiException.Unavailable(
                    BUSY_SECONDS,
                    "the audit log takes no more rows for now, so no credentials are handed out; try again");
        }
        String id = KeptTypes.REGISTRY_CREDENTIAL.publicId(credential.kept().id());
        trail.record(AuditEvent.of(clock.instant(), EVENT, KeptTypes.REGISTRY_CREDENTIAL.name(), id)
                .by(null, host.tenant().id().toString(), null)
                .ended(
                        OK,
                        "to host %s (%s), to pull '%s'"
                                .formatted(host.id(), host.facts().hostname(), image),
                        null));
    }
}
