package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.security.Rights;
import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.Membership;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.ProjectRow;
import io.drover.identity.store.ProjectStore;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.WireId;
import io.drover.runtime.setting.LiveSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Environments (spec: identity sheet, 3.1, 3.2). Everybody sees those they are a member of, administrators all with
 * {@code all=true}; only owners change them, and who the setting {@code project.set.member.roles} names their members.
 * {@link ProjectWriteHandler} does the changing.
 */
public final class ProjectHandler implements ResourceHandler {
    /** Not declared as a field, so it stays inside: what the caller is to the environment. */
    private static final String CALLER_ROLE = "callerRole";

    /** Not declared either: whether that is all of the role, and not the part a custom role names. */
    private static final String WHOLE_ROLE = "callerWholeRole";

    /** Nor this one: whether the caller may know how its stacks are, and there can be some. */
    private static final String SEES_HEALTH = "callerSeesHealth";

    /** Nor this one: whether the caller may know who else is a member. */
    private static final String SEES_MEMBERS = "callerSeesMembers";

    private static final String SET_MEMBERS = "setmembers";

    private final ProjectStore projects;
    private final MemberStore members;
    private final ProjectWriteHandler writes;
    private final EnvironmentHealthClient health;
    private final LiveSettings settings;

    public ProjectHandler(
            ProjectStore projects,
            MemberStore members,
            ProjectWriteHandler writes,
            EnvironmentHealthClient health,
            LiveSettings settings) {
        this.projects = projects;
        this.members = members;
        this.writes = writes;
        this.health = health;
        this.settings = settings;
    }

    @Override
    public ResourceType type() {
        return ProjectTypes.PROJECT;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, ProjectStore.COLUMNS, "a.id");
        Mono<Map<Long, Collection<Membership>>> roles =
                members.membershipsOf(caller.account().value());
        return Mono.zip(rows(caller, query, list).collectList(), roles, (rows, memberships) -> {
                    List<Resource> resources = SqlList.page(rows, query).stream()
                            .map(row -> resource(
                                    row,
                                    ProjectAccess.standing(caller, row, memberships.getOrDefault(row.id(), List.of()))))
                            .toList();
                    return new Page(resources, rows.size() > query.limit());
                })
                .flatMap(this::withHealth);
    }

    /** One question for all of the page. */
    private Mono<Page> withHealth(Page page) {
        List<Long> asked = page.data().stream()
                .filter(resource -> Boolean.TRUE.equals(resource.fields().get(SEES_HEALTH)))
                .map(ProjectHandler::number)
                .toList();
        return asked.isEmpty()
                ? Mono.just(page)
                : health.of(asked)
                        .map(states -> new Page(
                                page.data().stream()
                                        .map(one -> one.with("healthState", states.get(number(one))))
                                        .toList(),
                                page.more()));
    }

    private static long number(Resource project) {
        return WireId.parse(project.id()).orElseThrow();
    }

    private Flux<ProjectRow> rows(Caller caller, ListQuery query, SqlList list) {
        if (!ProjectAccess.isPerson(caller)) {
            long only = CredentialAccess.isConfined(caller)
                    ? Wire.environment(caller)
                    : caller.account().value();
            return projects.listOnly(only, list);
        }
        boolean all = Wire.kind(caller) == AccountKind.ADMIN
                && "true".equals(query.parameters().get("all"));
        return all ? projects.listAll(list) : projects.listOf(caller.account().value(), list);
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return seen(caller, id)
                .flatMap(resource -> withHealth(Page.all(List.of(resource))))
                .map(page -> page.data().getFirst());
    }

    private Mono<Resource> seen(Caller caller, long id) {
        return Mono.zip(
                        projects.find(id),
                        members.membershipsOf(caller.account().value(), id).collectList())
                .mapNotNull(both -> {
                    Membership standing = ProjectAccess.standing(caller, both.getT1(), both.getT2());
                    return standing == null ? null : resource(both.getT1(), standing);
                });
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        if (!ProjectAccess.isPerson(caller)) {
            return Mono.error(
                    new ApiException.Forbidden(
                            "an environment's key, or a token inside an environment, cannot make environments: use an account's key"));
        }
        // Whoever made it sees it this once, also when they left themselves out of its members.
        return writes.create(caller, input)
                .flatMap(projects::find)
                .map(row -> resource(row, Membership.whole(Role.OWNER)));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        return owned(caller, id, "update the name or description")
                .flatMap(_ -> writes.update(id, changes))
                .then(find(caller, id));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return owned(caller, id, "remove it").flatMap(_ -> writes.remove(id)).then(find(caller, id));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return owned(caller, id, action)
                .flatMap(role -> act(caller, role, id, action, input))
                .then(find(caller, id));
    }

    private Mono<Void> act(Caller caller, Role role, long id, String action, Input input) {
        return switch (action) {
            case "activate" -> writes.setState(id, "active");
            case "deactivate" -> writes.setState(id, "inactive");
            case "delete" -> writes.remove(id);
            case "purge" -> writes.purge(id);
            case SET_MEMBERS -> writes.setMembers(caller, role, id, input);
            default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
        };
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        // Members that a custom role does not show are none, as elsewhere, so that 'include' is not refused for one of
        // many.
        return link.equals("projectMembers")
                ? seen(caller, id)
                        .filter(project -> Boolean.TRUE.equals(project.fields().get(SEES_MEMBERS)))
                        .flatMapMany(_ -> members.of(id))
                        .map(ProjectMemberHandler::identity)
                        .collectList()
                        .map(Page::all)
                : Mono.error(new ApiException.NotFound("'" + link + "' of an environment is at /v2-beta/projects/<id>/"
                        + link + ", through the gateway"));
    }

    /**
     * Inside an environment the role says what there is to do: an owner does everything, and members are named by the roles of the
     * setting. Outside, the caller may be anything to the next environment, so every action stands in the schemas.
     */
    @Override
    public boolean allows(Rights rights, String action) {
        return switch (rights.role()) {
            case OWNER -> !action.equals(SET_MEMBERS) || mayNameMembers(rights);
            case MEMBER, RESTRICTED, READONLY -> action.equals(SET_MEMBERS) && mayNameMembers(rights);
            case ADMIN, USER, PROJECT, AGENT, REGISTER, SERVICE -> true;
        };
    }

    /** A part of a role is not the role the setting names. */
    private boolean mayNameMembers(Rights rights) {
        return rights.narrowing().grants().isEmpty()
                && membersChangers().contains(rights.role().wire());
    }

    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        String role = String.valueOf(resource.fields().get(CALLER_ROLE));
        return action.equals(SET_MEMBERS)
                ? membersChangers().contains(role)
                        && Boolean.TRUE.equals(resource.fields().get(WHOLE_ROLE))
                : Role.OWNER.wire().equals(role);
    }

    /** What the caller is to the environment, or 403. */
    private Mono<Role> owned(Caller caller, long id, String what) {
        return seen(caller, id)
                .filter(found -> offers(caller, found, what))
                .switchIfEmpty(Mono.error(() ->
                        new ApiException.Forbidden("You must be a project " + needed(what) + " to " + what + ".")))
                .map(found ->
                        Role.of(String.valueOf(found.fields().get(CALLER_ROLE))).orElseThrow());
    }

    private String needed(String what) {
        return what.equals(SET_MEMBERS) ? String.join(" or ", membersChangers()) : Role.OWNER.wire();
    }

    private List<String> membersChangers() {
        return settings.words(KnownSettings.SET_MEMBER_ROLES, Role.OWNER.wire());
    }

    private static Resource resource(ProjectRow row, @Nullable Membership standing) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.account().name());
        fields.put("description", row.account().description());
        fields.put("kind", "project");
        fields.put("orchestration", row.orchestration());
        fields.put("allowSystemRole", row.allowSystemRole());
        fields.put("virtualMachine", false);
        Long template = row.template().id();
        fields.put(
                "projectTemplateId",
                template == null ? null : ProjectTemplateTypes.PROJECT_TEMPLATE.publicId(template));
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("type", "servicesPortRange");
        range.put("startPort", row.startPort());
        range.put("endPort", row.endPort());
        fields.put("servicesPortRange", range);
        fields.put("hostRemoveDelaySeconds", row.hostRemoveDelay());
        fields.put("version", "2");
        fields.put("healthState", null);
        boolean isOwner = standing != null && standing.role() == Role.OWNER;
        fields.put(
                ProjectLinksHandler.FIELD,
                isOwner
                        ? row.links().stream()
                                .map(link -> new EnvironmentId(link).toString())
                                .toList()
                        : null);
        fields.put(SEES_HEALTH, row.account().removed() == null && ProjectAccess.seesStacks(standing));
        fields.put("quota", ProjectLimits.wire(row.quota()));
        fields.put("privileges", ProjectLimits.wire(row.privileges()));
        Wire.common(fields, row.account().state(), row.account().uuid());
        removal(fields, row);
        fields.put("created", row.account().created());
        fields.put("removed", row.account().removed());
        fields.put(CALLER_ROLE, standing == null ? "" : standing.role().wire());
        fields.put(WHOLE_ROLE, standing != null && standing.isWhole());
        fields.put(SEES_MEMBERS, standing != null && ProjectAccess.seesMembers(standing));
        return new Resource("project", new EnvironmentId(row.id()).toString(), fields);
    }

    /** A removed environment is not gone before the last container in it is. */
    private static void removal(Map<String, @Nullable Object> fields, ProjectRow row) {
        if (row.account().removed() == null) {
            return;
        }
        ProjectRow.Removal removal = row.removal();
        fields.put("transitioning", removal.finished() ? "no" : "yes");
        fields.put(
                "transitioningMessage",
                removal.note() == null ? "what is in it is about to be removed" : removal.note());
    }
}
