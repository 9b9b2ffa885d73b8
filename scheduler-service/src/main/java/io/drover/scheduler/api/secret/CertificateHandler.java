package io.drover.scheduler.api.secret;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;
import io.drover.runtime.Ids;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.scheduler.certificate.CertificateFacts;
import io.drover.scheduler.certificate.CertificatePair;
import io.drover.scheduler.store.CertificateRow;
import io.drover.scheduler.store.CertificateStore;
import io.drover.scheduler.store.Kept;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Certificates over the API (spec: identity sheet, 5.2). Their facts are read from the certificate each time they are shown. A key
 * that does not belong to its certificate is refused, which the reference does not do: a load balancer could not start with it.
 */
public final class CertificateHandler implements ResourceHandler {
    /** What private keys are sealed for. */
    private static final String PURPOSE = "certificate.key";

    private final CertificateStore store;
    private final EnvelopeClient envelopes;
    private final Ids ids;
    private final Clock clock;

    public CertificateHandler(CertificateStore store, EnvelopeClient envelopes, Ids ids, Clock clock) {
        this.store = store;
        this.envelopes = envelopes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return KeptTypes.CERTIFICATE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return store.list(environment(caller), query)
                .collectList()
                .map(rows -> KeptResources.page(rows, query, this::shown));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).map(this::shown);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        String key = input.text("key", "");
        Pem pem = new Pem(input.text("cert", ""), input.text("certChain"));
        CertificateFacts facts = checked(pem, key);
        Kept kept = KeptResources.created(caller, input, ids, clock);
        return sealed(kept, key)
                .flatMap(envelope ->
                        store.create(new CertificateRow(kept, pem.cert, pem.chain, envelope, facts.expiresAt())))
                .flatMap(id -> find(caller, id));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        boolean isRenewed = changes.has("cert") || changes.has("key") || changes.has("certChain");
        return row(caller, id)
                .flatMap(row -> isRenewed
                        ? renewed(row, changes).flatMap(renewed -> store.renew(row, renewed))
                        : store.describe(row, kept -> KeptResources.described(kept, changes)))
                .then(Mono.defer(() -> find(caller, id)));
    }

    /** A renewed certificate for the old key needs no key; the old one must still fit. */
    private Mono<CertificateRow> renewed(CertificateRow row, Input changes) {
        Pem pem = new Pem(
                changes.text("cert", row.cert()), changes.has("certChain") ? changes.text("certChain") : row.chain());
        String given = changes.text("key");
        if (given != null) {
            CertificateFacts facts = checked(pem, given);
            return sealed(row.kept(), given)
                    .map(envelope -> new CertificateRow(
                            KeptResources.described(row.kept(), changes),
                            pem.cert,
                            pem.chain,
                            envelope,
                            facts.expiresAt()));
        }
        return Mono.justOrEmpty(row.keySealed())
                .flatMap(envelope -> envelopes.open(PURPOSE, row.kept().uuid(), envelope))
                .map(key -> checked(pem, new String(key, StandardCharsets.UTF_8)))
                .map(facts -> new CertificateRow(
                        KeptResources.described(row.kept(), changes),
                        pem.cert,
                        pem.chain,
                        row.keySealed(),
                        facts.expiresAt()));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> store.remove(row, clock.instant()))
                .then(Mono.defer(() -> find(caller, id)));
    }

    private record Pem(String cert, @Nullable String chain) {}

    private static CertificateFacts checked(Pem pem, String key) {
        return switch (CertificatePair.of(pem.cert, key, pem.chain)) {
            case CertificatePair.Good(var facts) -> facts;
            case CertificatePair.Refused(var field, var sentence) ->
                throw new ApiException.InvalidField("InvalidFormat", field, sentence);
        };
    }

    private Mono<String> sealed(Kept kept, String key) {
        return envelopes.seal(PURPOSE, kept.uuid(), key.getBytes(StandardCharsets.UTF_8));
    }

    private Resource shown(CertificateRow row) {
        return KeptResources.of(row, CertificatePair.stored(row.cert()), clock.instant());
    }

    private Mono<CertificateRow> row(Caller caller, long id) {
        return store.find(environment(caller), id);
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
