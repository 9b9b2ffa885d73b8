package io.drover.identity.api;

import io.drover.api.resource.Resource;
import io.drover.api.security.Caller;
import io.drover.identity.role.AccountKind;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.CredentialRow;
import io.drover.model.AccountId;
import io.drover.model.WireId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as the wire shows them. Nothing here changes while nobody looks, so nothing is ever transitioning. */
final class Wire {
    private Wire() {}

    static Resource account(AccountRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("kind", row.kind().wire());
        fields.put("externalId", row.externalId());
        fields.put("externalIdType", row.externalIdType());
        common(fields, row.state(), row.uuid());
        fields.put("created", row.created());
        fields.put("removed", row.removed());
        return new Resource("account", new AccountId(row.id()).toString(), fields);
    }

    /** Of any kind; what only one kind has is added by its handler. */
    static Resource credential(String type, CredentialRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("kind", row.kind().wire());
        fields.put("accountId", new AccountId(row.account()).toString());
        fields.put("publicValue", row.publicValue());
        common(fields, row.state(), row.uuid());
        fields.put("created", row.created());
        fields.put("removed", row.removed());
        return new Resource(type, credentialId(row.id()), fields);
    }

    static void common(Map<String, @Nullable Object> fields, String state, String uuid) {
        fields.put("state", state);
        fields.put("uuid", uuid);
        fields.put("transitioning", "no");
    }

    static String credentialId(long id) {
        return WireId.format("c", id);
    }

    /** The kind of the caller's account; the internal token's claim, which services trust. */
    static AccountKind kind(Caller caller) {
        return AccountKind.of(caller.accountKind()).orElse(AccountKind.USER);
    }

    /** Number of the caller's environment, or 0. */
    static long environment(Caller caller) {
        var environment = caller.environment();
        return environment == null ? 0 : environment.id().value();
    }
}
