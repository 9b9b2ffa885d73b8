package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.security.Grant;
import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccessEffect;
import io.drover.identity.role.CustomRole;
import io.drover.identity.role.GrantTypes;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CustomRoleRow;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.token.Revocation;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/**
 * Custom roles. A change of one is announced for every environment where somebody has it, so that tokens made before it are
 * forgotten at once; one that somebody has cannot be removed.
 */
public final class CustomRoleHandler implements ResourceHandler {
    private static final String TYPE = "projectRole";
    private static final int MOST_NAMED = 10;

    private final CustomRoleStore roles;
    private final TypeNamesClient types;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    public CustomRoleHandler(CustomRoleStore roles, TypeNamesClient types, ChangeStore changes, Ids ids, Clock clock) {
        this.roles = roles;
        this.types = types;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return CustomRoleTypes.PROJECT_ROLE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, CustomRoleStore.COLUMNS, "r.id");
        return roles.list(Wire.environment(caller), list)
                .map(CustomRoleHandler::resource)
                .collectList()
                .map(all -> new Page(SqlList.page(all, query), all.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return visible(caller, id).map(CustomRoleHandler::resource);
    }

    private Mono<CustomRoleRow> visible(Caller caller, long id) {
        return roles.find(id).filter(row -> row.isGlobal() || row.project() == Wire.environment(caller));
    }

    /** Roles for every environment are changed outside of one. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return (resource.fields().get("projectId") == null) == (Wire.environment(caller) == 0);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long project = Wire.environment(caller);
        CustomRole role = checked(
                caller,
                project == 0,
                new CustomRole(
                        input.text("name", ""),
                        Role.of(input.text("baseRole", "")).orElse(Role.MEMBER),
                        grants(input)));
        return requireFreeName(project, role.name())
                .then(spelled(role.grants()))
                .map(role::granting)
                .map(right -> new CustomRoleRow.New(ids.uuid(), project, input.text("description"), right))
                .flatMap(made -> changes.write(
                        roles.insert(made, clock.instant()),
                        id -> List.of(NewChange.created(TYPE, id, project == 0 ? null : project))))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(role.name()))
                .flatMap(id -> find(caller, id));
    }

    /** The grants with the types' names as the schemas spell them, or 422: one of them names no type. */
    private Mono<List<Grant>> spelled(List<Grant> grants) {
        return types.knowing(GrantTypes.named(grants)).map(known -> {
            GrantTypes.fault(grants, known).ifPresent(fault -> {
                throw new ApiException.InvalidField("InvalidOption", "grants", fault);
            });
            return GrantTypes.spelled(grants, known);
        });
    }

    /**
     * For people, who name roles. It is no guarantee: a role for every environment may get the name of one that some environment
     * has, and then has to be named by its id there ({@link MemberInputHandler}).
     */
    private Mono<Void> requireFreeName(long project, String name) {
        return roles.usableIn(project)
                .filter(row -> row.name().equalsIgnoreCase(name))
                .hasElements()
                .flatMap(isTaken -> isTaken ? Mono.error(taken(name)) : Mono.empty());
    }

    private Mono<Void> requireFreeNewName(CustomRoleRow row, String name) {
        return name.equalsIgnoreCase(row.name()) ? Mono.empty() : requireFreeName(row.project(), name);
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        return own(caller, id)
                .flatMap(row -> requireFreeNewName(row, input.text("name", row.name()))
                        .then(Mono.defer(() -> spelled(grants(input))))
                        .flatMap(given -> written(row, ChangeKind.UPDATED, change(caller, id, input, given))))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(input.text("name", "")))
                .then(find(caller, id));
    }

    private Mono<AccessEffect> change(Caller caller, long id, Input input, List<Grant> given) {
        return roles.lock(id).flatMap(row -> updated(caller, row, input, given));
    }

    /**
     * @param row as it is, locked: what the request does not name must not undo what another one has just narrowed
     * @param given grants of the request; those that are stored are not looked at again
     */
    private Mono<AccessEffect> updated(Caller caller, CustomRoleRow row, Input input, List<Grant> given) {
        CustomRole role = checked(
                caller,
                row.isGlobal(),
                new CustomRole(input.text("name", row.name()), row.base(), input.has("grants") ? given : row.grants()));
        String description = input.has("description") ? input.text("description") : row.description();
        AccessEffect effect = AccessEffect.ofRole(new CustomRole(row.name(), row.base(), row.grants()), role);
        return roles.update(row.id(), description, role).thenReturn(effect);
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        Mono<AccessEffect> work = roles.lock(List.of(id))
                .then(requireUnused(id))
                .then(Mono.defer(() -> roles.remove(id, clock.instant())))
                .thenReturn(AccessEffect.NONE);
        return own(caller, id)
                .flatMap(row -> written(row, ChangeKind.REMOVED, work))
                .then(find(caller, id));
    }

    private Mono<Void> requireUnused(long id) {
        return roles.holders(id, MOST_NAMED + 1).collectList().flatMap(holders -> {
            String names = String.join(", ", holders.subList(0, Math.min(MOST_NAMED, holders.size())));
            return holders.isEmpty()
                    ? Mono.empty()
                    : Mono.error(new ApiException.NotAllowed(
                            "ActionNotAvailable",
                            "the role is held by " + names + (holders.size() > MOST_NAMED ? " and others" : "")
                                    + ": give them another one first (action 'setmembers')"));
        });
    }

    private Mono<Long> written(CustomRoleRow row, ChangeKind kind, Mono<AccessEffect> work) {
        long id = row.id();
        Long environment = row.isGlobal() ? null : row.project();
        Mono<List<NewChange>> all = work.flatMap(effect -> roles.environmentsWith(id)
                .flatMapIterable(one -> Revocation.changes(effect, one))
                .collectList());
        return changes.write(all, access -> {
                    List<NewChange> written = new ArrayList<>(access);
                    written.add(new NewChange(TYPE, id, environment, kind, null));
                    return written;
                })
                .map(access -> (long) access.size());
    }

    /** Empty, or 403: a role for every environment is not changed from inside of one. */
    private Mono<CustomRoleRow> own(Caller caller, long id) {
        return visible(caller, id).doOnNext(row -> {
            if (row.project() != Wire.environment(caller)) {
                throw new ApiException.Forbidden("the role '" + row.name()
                        + "' is for every environment: an administrator changes it outside of one");
            }
        });
    }

    private static CustomRole checked(Caller caller, boolean isGlobal, CustomRole role) {
        Optional<String> fault = role.fault(isGlobal);
        if (fault.isPresent()) {
            throw new ApiException.InvalidField("InvalidFormat", "grants", fault.get());
        }
        role.excess(caller.role(), caller.narrowing()).ifPresent(excess -> {
            throw new ApiException.Forbidden(excess);
        });
        return role;
    }

    private static List<Grant> grants(Input input) {
        try {
            return input.list("grants").stream()
                    .map(text -> Grant.parse(String.valueOf(text)))
                    .toList();
        } catch (IllegalArgumentException unreadable) {
            throw new ApiException.InvalidField(
                    "InvalidFormat", "grants", "field 'grants': " + unreadable.getMessage());
        }
    }

    private static ApiException taken(String name) {
        return new ApiException.InvalidField(
                "NotUnique", "name", "field 'name' has the value '" + name + "', which another role has");
    }

    private static Resource resource(CustomRoleRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("baseRole", row.base().wire());
        fields.put("grants", Grant.texts(row.grants()));
        fields.put("projectId", row.isGlobal() ? null : new EnvironmentId(row.project()).toString());
        Wire.common(fields, row.removed() == null ? "active" : "removed", row.uuid());
        fields.put("created", row.created());
        fields.put("removed", row.removed());
        return new Resource(TYPE, CustomRoleTypes.PROJECT_ROLE.publicId(row.id()), fields);
    }
}
