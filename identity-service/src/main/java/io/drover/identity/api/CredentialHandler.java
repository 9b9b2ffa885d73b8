package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.store.CredentialStore;
import reactor.core.publisher.Mono;

/** Credentials of all kinds in one list, for older clients; changed under their own types. */
public final class CredentialHandler implements ResourceHandler {
    private final CredentialStore credentials;

    public CredentialHandler(CredentialStore credentials) {
        this.credentials = credentials;
    }

    @Override
    public ResourceType type() {
        return CredentialTypes.CREDENTIAL;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, CredentialStore.COLUMNS, "c.id");
        return credentials
                .list(CredentialAccess.scope(caller), null, list)
                .map(row -> Wire.credential("credential", row))
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return credentials
                .find(id)
                .filter(row -> CredentialAccess.reaches(caller, row))
                .map(row -> Wire.credential("credential", row));
    }
}
