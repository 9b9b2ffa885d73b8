package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.audit.AuditLogType;
import io.drover.identity.audit.ChainLink;
import io.drover.identity.store.AuditEntry;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.drover.model.AccountId;
import io.drover.model.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The audit log (spec: identity sheet, 4.1): administrators read all of it, others what concerns the environment of the
 * request or their own account. Newest first unless the request says otherwise.
 */
public final class AuditLogHandler implements ResourceHandler {
    private static final ListQuery.Sort NEWEST_FIRST = new ListQuery.Sort("id", true);

    private final AuditStore audit;

    public AuditLogHandler(AuditStore audit) {
        this.audit = audit;
    }

    @Override
    public ResourceType type() {
        return AuditLogType.AUDIT_LOG;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        ListQuery sorted = query.sort() != null
                ? query
                : new ListQuery(
                        query.filters(),
                        NEWEST_FIRST,
                        query.limit(),
                        query.offset(),
                        query.removed(),
                        query.include(),
                        query.parameters());
        return audit.list(scope(caller), SqlList.of(sorted, AuditStore.COLUMNS, "l.id"))
                .map(AuditLogHandler::resource)
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return audit.find(id, scope(caller)).map(AuditLogHandler::resource);
    }

    /** What the caller may read: rows about this environment or account only; null: all of them. */
    public static @Nullable Long scope(Caller caller) {
        long environment = Wire.environment(caller);
        if (environment != 0) {
            return environment;
        }
        return caller.role() == Role.ADMIN
                ? null
                : Long.valueOf(caller.account().value());
    }

    private static Resource resource(AuditEntry entry) {
        AuditRow row = entry.row();
        ChainLink link = entry.link();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("created", row.created());
        fields.put("eventType", row.eventType());
        fields.put("resourceType", row.resourceType());
        fields.put("resourceId", row.resourceId());
        fields.put("authType", row.authType());
        fields.put("authenticatedAsAccountId", account(row.authenticatedAs()));
        fields.put("authenticatedAsIdentityId", row.identity());
        fields.put("accountId", account(row.account()));
        fields.put("requestObject", row.requestObject());
        fields.put("responseObject", row.responseObject());
        fields.put("responseCode", row.responseCode());
        fields.put("clientIp", row.clientIp());
        fields.put("description", row.description());
        fields.put("runtime", row.runtime());
        fields.put("sequence", link == null ? null : link.sequence());
        fields.put("previousHash", link == null ? null : link.previousHash());
        fields.put("hash", link == null ? null : link.hash());
        return new Resource("auditLog", AuditLogType.AUDIT_LOG.publicId(row.id()), fields);
    }

    private static @Nullable String account(@Nullable Long number) {
        return number == null ? null : new AccountId(number).toString();
    }
}
