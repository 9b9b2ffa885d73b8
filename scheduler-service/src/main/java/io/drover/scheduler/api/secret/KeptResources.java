package io.drover.scheduler.api.secret;

import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.runtime.Ids;
import io.drover.scheduler.api.ResourceFields;
import io.drover.scheduler.certificate.CertificateExpiry;
import io.drover.scheduler.certificate.CertificateFacts;
import io.drover.scheduler.reconcile.WireState;
import io.drover.scheduler.store.CertificateRow;
import io.drover.scheduler.store.Kept;
import io.drover.scheduler.store.RegistryCredentialRow;
import io.drover.scheduler.store.RegistryRow;
import io.drover.scheduler.store.SecretRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows as clients see them. */
final class KeptResources {
    private KeptResources() {}

    static Kept created(Caller caller, Input input, Ids ids, Clock clock) {
        return new Kept(
                0,
                caller.requireEnvironment().id(),
                ids.uuid(),
                clock.instant(),
                null,
                input.text("name"),
                input.text("description"));
    }

    static Kept described(Kept kept, Input changes) {
        return kept.described(
                changes.has("name") ? changes.text("name") : kept.name(),
                changes.has("description") ? changes.text("description") : kept.description());
    }

    static <T> Page page(List<T> rows, ListQuery query, Function<T, Resource> shown) {
        return new Page(SqlList.page(rows, query).stream().map(shown).toList(), rows.size() > query.limit());
    }

    static Resource of(RegistryRow row) {
        Map<String, @Nullable Object> fields =
                fields(row.kept(), "registry", row.active() ? "active" : "inactive", null);
        fields.put("serverAddress", row.serverAddress());
        fields.put("driverName", row.driverName());
        return resource(KeptTypes.REGISTRY, row.kept(), fields);
    }

    static Resource of(RegistryCredentialRow row) {
        Map<String, @Nullable Object> fields =
                fields(row.kept(), "registryCredential", row.active() ? "active" : "inactive", null);
        fields.put("registryId", KeptTypes.REGISTRY.publicId(row.registry()));
        fields.put("publicValue", row.publicValue());
        return resource(KeptTypes.REGISTRY_CREDENTIAL, row.kept(), fields);
    }

    static Resource of(SecretRow row) {
        Map<String, @Nullable Object> fields = fields(row.kept(), "secret", "active", null);
        fields.put("version", (long) row.version());
        return resource(KeptTypes.SECRET, row.kept(), fields);
    }

    static Resource of(CertificateRow row, CertificateFacts facts, Instant now) {
        Map<String, @Nullable Object> fields =
                fields(row.kept(), "certificate", "active", CertificateExpiry.sentence(row.expires(), now));
        fields.put("cert", row.cert());
        fields.put("certChain", row.chain());
        fields.put("CN", facts.commonName());
        fields.put("issuer", facts.issuer());
        fields.put("issuedAt", CertificateFacts.text(facts.issuedAt()));
        fields.put("expiresAt", CertificateFacts.text(facts.expiresAt()));
        fields.put("serialNumber", facts.serialNumber());
        fields.put("version", facts.version());
        fields.put("algorithm", facts.algorithm());
        fields.put("certFingerprint", facts.fingerprint());
        fields.put("keySize", facts.keySize());
        fields.put("subjectAlternativeNames", facts.alternativeNames());
        return resource(KeptTypes.CERTIFICATE, row.kept(), fields);
    }

    private static Map<String, @Nullable Object> fields(
            Kept kept, String kind, String state, @Nullable String message) {
        Map<String, @Nullable Object> fields =
                ResourceFields.common(kind, kept.environment(), kept.uuid(), kept.created(), kept.removed());
        fields.put("name", kept.name());
        fields.put("description", kept.description());
        ResourceFields.state(
                fields, new WireState(state, WireState.Transitioning.NO, message, null, List.of()), kept.removed());
        return fields;
    }

    private static Resource resource(ResourceType type, Kept kept, Map<String, @Nullable Object> fields) {
        return new Resource(type.name(), type.publicId(kept.id()), fields);
    }
}
