package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.store.MemberRow;
import io.drover.identity.store.MemberStore;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.WireId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Members, read only (spec: identity sheet, 3.2): of the environment of the request, or outside one the caller's own
 * memberships. They change with the environment's action {@code setmembers}.
 */
public final class ProjectMemberHandler implements ResourceHandler {
    private static final String USER = "USER";

    private final MemberStore members;

    public ProjectMemberHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public ResourceType type() {
        return ProjectTypes.PROJECT_MEMBER;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, MemberStore.COLUMNS, "m.id");
        long environment = Wire.environment(caller);
        Flux<MemberRow> rows = environment != 0
                ? members.list(environment, list)
                : members.listOf(caller.account().value(), list);
        return rows.map(row -> resource("projectMember", WireId.format("pm", row.id()), row))
                .collectList()
                .map(all -> new Page(SqlList.page(all, query), all.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        long environment = Wire.environment(caller);
        Mono<MemberRow> found = environment != 0
                ? members.find(id).filter(row -> row.project() == environment)
                : members.findOf(caller.account().value(), id);
        return found.map(row -> resource("projectMember", WireId.format("pm", row.id()), row));
    }

    /** The member as an identity, the form in which an environment lists its members. */
    static Resource identity(MemberRow row) {
        return resource("identity", row.member().externalIdType() + ":" + shownId(row), row);
    }

    private static Resource resource(String type, String id, MemberRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        String memberType = row.member().externalIdType();
        String what = what(memberType);
        String name = row.name() == null ? "(" + what + " not found) " + shownId(row) : row.name();
        fields.put("externalId", shownId(row));
        fields.put("externalIdType", memberType);
        fields.put("role", row.customRole() == null ? row.member().role().wire() : row.customRole());
        fields.put(
                "projectRoleId",
                row.member().customRole() == 0
                        ? null
                        : CustomRoleTypes.PROJECT_ROLE.publicId(row.member().customRole()));
        fields.put("name", name);
        fields.put("login", row.login() == null ? name : row.login());
        fields.put("user", what.equals(USER));
        fields.put("projectId", new EnvironmentId(row.project()).toString());
        Wire.common(fields, "active", row.uuid());
        fields.put("created", row.created());
        return new Resource(type, id, fields);
    }

    /** {@code USER}, {@code GROUP}, {@code TEAM}, ...: what stands behind the type's {@code _}. */
    private static String what(String memberType) {
        return memberType.equals(ProjectWriteHandler.LOCAL)
                ? USER
                : memberType.substring(memberType.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT);
    }

    private static String shownId(MemberRow row) {
        String externalId = row.member().externalId();
        return row.member().externalIdType().equals(ProjectWriteHandler.LOCAL)
                ? new AccountId(Long.parseLong(externalId)).toString()
                : externalId;
    }
}
