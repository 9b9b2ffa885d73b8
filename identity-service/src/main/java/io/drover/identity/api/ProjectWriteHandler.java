package io.drover.identity.api;

import static io.drover.identity.token.Revocation.PROJECT;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.security.Caller;
import io.drover.identity.api.MemberInputHandler.Named;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.role.AccessEffect;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.MemberList;
import io.drover.identity.role.MemberList.Change.Accepted;
import io.drover.identity.role.MemberList.Change.Refused;
import io.drover.identity.role.MemberList.Member;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.store.MemberRow;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.ProjectRow;
import io.drover.identity.store.ProjectStore;
import io.drover.identity.store.ProjectTemplateRow;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.identity.token.Revocation;
import io.drover.model.Role;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes environments; whether the caller may has been decided before. */
public final class ProjectWriteHandler {
    /** Members of this kind are accounts of this installation. */
    static final String LOCAL = "rancher_id";

    private static final int MAX_NOTE = 2048;

    private final Stores stores;
    private final ChangeStore changes;
    private final MemberInputHandler given;
    private final ProjectLinksHandler links;
    private final ProjectTemplateHandler templates;
    private final LiveSettings settings;
    private final Ids ids;
    private final Clock clock;

    /** Where the parts of an environment are. */
    public record Stores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            AgentStore agents,
            CustomRoleStore roles,
            ProjectTemplateStore templates) {}

    public ProjectWriteHandler(
            Stores stores,
            ChangeStore changes,
            DirectoryHandler directory,
            ProjectTemplateHandler templates,
            LiveSettings settings,
            Ids ids,
            Clock clock) {
        this.stores = stores;
        this.changes = changes;
        this.templates = templates;
        this.links = new ProjectLinksHandler(stores.projects());
        this.given = new MemberInputHandler(stores.accounts(), stores.roles(), directory);
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    private record Range(int start, int end) {
        /** @param text {@code 49153-65535}, checked */
        static Range of(String text) {
            int dash = text.indexOf('-');
            return new Range(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
        }
    }

    /** Answers the number of the new environment. Without members the creator owns it. */
    Mono<Long> create(Caller caller, Input input) {
        Range range = range(input, portsOfNewOnes());
        return Mono.zip(
                        templates.chosen(caller, input),
                        given.read(0, caller.narrowing(), input.list("members"), List.of()))
                .flatMap(parts -> {
                    List<Named> members = parts.getT2().isEmpty()
                            ? List.of(owner(caller.account().value()))
                            : parts.getT2();
                    Accepted accepted = accepted(MemberList.decide(List.of(), plain(members), Role.OWNER));
                    Mono<Long> work = insert(
                                    input.text("name", ""), input.text("description"), range, added(accepted, members))
                            .flatMap(id -> limited(id, input, Quota.UNLIMITED, PrivilegePolicy.RESTRICTED)
                                    .then(links.write(id, input))
                                    .then(
                                            input.flag("allowSystemRole", false)
                                                    ? stores.projects()
                                                            .update(id, range.start(), range.end(), null, true)
                                                    : Mono.just(0L))
                                    .then(begun(id, parts.getT1())));
                    return changes.write(work, id -> List.of(NewChange.created(PROJECT, id, id)));
                });
    }

    /** What it begins with is copied: a template that changes changes no environment. */
    private Mono<Long> begun(long id, Optional<ProjectTemplateRow> template) {
        return template.isEmpty()
                ? Mono.just(id)
                : stores.templates().apply(id, template.get()).thenReturn(id);
    }

    /** A new environment with one owner; part of the caller's transaction, which appends the change. */
    public Mono<Long> insertOwned(String name, long owner) {
        String fitting = name.length() > 255 ? name.substring(0, 255) : name;
        return templates
                .standard()
                .flatMap(template -> insert(fitting, null, portsOfNewOnes(), List.of(owner(owner)))
                        .flatMap(id -> begun(id, template)));
    }

    private static Named owner(long account) {
        return new Named(new Member(LOCAL, Long.toString(account), Role.OWNER), null);
    }

    private Mono<Long> insert(String name, @Nullable String description, Range range, List<Named> members) {
        Instant now = clock.instant();
        AccountRow.New account = new AccountRow.New(ids.uuid(), AccountKind.PROJECT, name, description);
        return stores.accounts()
                .insert(account, now)
                .flatMap(id -> stores.projects()
                        .insert(id, "cattle", range.start(), range.end())
                        .thenMany(add(id, members, now))
                        .then(Mono.just(id)));
    }

    Mono<Void> update(long id, Input input) {
        // Locked before it is read: what the request does not name must not undo what another one has just tightened.
        Mono<AccessEffect> work = stores.accounts()
                .lock(id)
                .then(stores.projects().find(id))
                .flatMap(row -> {
                    Range range = range(input, new Range(row.startPort(), row.endPort()));
                    return stores.accounts()
                            .update(
                                    id,
                                    input.text("name", row.account().name()),
                                    input.has("description")
                                            ? input.text("description")
                                            : row.account().description(),
                                    AccountKind.PROJECT)
                            .then(stores.projects()
                                    .update(
                                            id,
                                            range.start(),
                                            range.end(),
                                            delay(input, row),
                                            input.flag("allowSystemRole", row.allowSystemRole())))
                            .then(links.write(id, input))
                            .then(limited(id, input, row.quota(), row.privileges()))
                            .thenReturn(AccessEffect.ofFacts(
                                    row.account().name(),
                                    input.text("name", row.account().name()),
                                    row.privileges(),
                                    ProjectLimits.privileges(input, row.privileges())));
                });
        return updated(id, work);
    }

    /** What the request does not name stays; who may name it the type's declaration says. */
    private Mono<Long> limited(long id, Input input, Quota quota, PrivilegePolicy privileges) {
        return ProjectLimits.areIn(input)
                ? stores.projects()
                        .updateLimits(
                                id, ProjectLimits.quota(input, quota), ProjectLimits.privileges(input, privileges))
                : Mono.just(0L);
    }

    Mono<Void> setState(long id, String state) {
        AccessEffect effect = state.equals("active") ? AccessEffect.NONE : AccessEffect.SHRUNK;
        return updated(id, stores.accounts().setState(id, state).thenReturn(effect));
    }

    /**
     * The environment's own keys and registration tokens end at once. Its agents' end when nothing is left of it
     * ({@link #emptied}): they are who removes its containers. Its members see that it is gone until it is purged.
     */
    Mono<Void> remove(long id) {
        Mono<Long> work = Mono.defer(() -> {
            Instant now = clock.instant();
            return stores.credentials()
                    .removeAll(id, now)
                    .then(stores.accounts().remove(id, now));
        });
        return removed(id, work);
    }

    private Mono<Void> removed(long id, Mono<Long> work) {
        return changes.write(work, _ -> written(NewChange.removed(PROJECT, id, id), AccessEffect.SHRUNK))
                .then();
    }

    /**
     * Scheduler-service's word on a removed environment; nothing happens to one that is not removed.
     *
     * @param note one sentence: what is left
     * @param finished nothing is: identities of agents that are still there end too
     */
    public Mono<Void> emptied(long id, String note, boolean finished) {
        Mono<AccessEffect> work = Mono.defer(() -> {
            Instant now = clock.instant();
            String fitting = note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE - 1) + "…" : note;
            return stores.projects()
                    .setRemoval(id, fitting, finished ? now : null)
                    .filter(rows -> rows > 0)
                    .flatMap(rows -> finished
                            ? stores.agents().removeAll(id, now).thenReturn(AccessEffect.SHRUNK)
                            : Mono.just(AccessEffect.NONE));
        });
        return updated(id, work);
    }

    Mono<Void> purge(long id) {
        Mono<Long> work = Mono.defer(() -> stores.members().removeAll(id, clock.instant()))
                .then(stores.accounts().purge(id));
        return removed(id, work);
    }

    /**
     * Replaces the list of members. The row of the environment is locked, so that two changes come one after the other.
     *
     * @param giver what the caller is to the environment
     */
    Mono<Void> setMembers(Caller caller, Role giver, long id, Input input) {
        return stores.members()
                .of(id)
                .collectList()
                .flatMap(present -> given.read(id, caller.narrowing(), input.list("members"), present))
                .flatMap(members -> updated(id, replace(id, giver, members)));
    }

    private Mono<AccessEffect> replace(long id, Role giver, List<Named> members) {
        return stores.accounts()
                .lock(id)
                .thenMany(stores.members().of(id))
                .map(MemberRow::member)
                .collectList()
                .flatMap(present -> replace(id, members, accepted(MemberList.decide(present, plain(members), giver))));
    }

    private Mono<AccessEffect> replace(long id, List<Named> members, Accepted change) {
        Instant now = clock.instant();
        return Flux.fromIterable(change.remove())
                .concatMap(member -> stores.members().remove(id, member, now))
                .thenMany(add(id, added(change, members), now))
                .then(Mono.just(AccessEffect.ofMembers(change.remove(), change.add())));
    }

    private Flux<Long> add(long id, List<Named> members, Instant now) {
        List<Long> roles = members.stream()
                .map(named -> named.member().customRole())
                .filter(role -> role != 0)
                .distinct()
                .toList();
        return stores.roles()
                .lock(roles)
                .doOnNext(found -> requireAll(found, roles))
                .thenMany(Flux.fromIterable(members))
                .concatMap(named -> stores.members().insert(id, named.member(), named.name(), ids.uuid(), now));
    }

    /** One of them was removed after the list was read. */
    private static void requireAll(long found, List<Long> roles) {
        if (found != roles.size()) {
            throw new ApiException.Conflict(
                    "InvalidState", "one of the roles was removed meanwhile: read the list of roles again");
        }
    }

    private static List<Named> added(Accepted change, List<Named> members) {
        return members.stream()
                .distinct()
                .filter(named -> change.add().contains(named.member()))
                .toList();
    }

    private static List<Member> plain(List<Named> members) {
        return members.stream().map(Named::member).toList();
    }

    private Mono<Void> updated(long id, Mono<AccessEffect> work) {
        return changes.write(work, effect -> written(NewChange.updated(PROJECT, id, id), effect))
                .then();
    }

    private static List<NewChange> written(NewChange change, AccessEffect effect) {
        return Stream.concat(Stream.of(change), Revocation.changes(effect, change.resourceId()).stream())
                .toList();
    }

    private static Accepted accepted(MemberList.Change change) {
        return switch (change) {
            case Accepted accepted -> accepted;
            case Refused(String reason) -> throw new ApiException.InvalidField("InvalidFormat", "members", reason);
        };
    }

    private Range portsOfNewOnes() {
        return Range.of(settings.text(KnownSettings.PORT_RANGE, "49153-65535"));
    }

    private static Range range(Input input, Range otherwise) {
        Map<String, Object> given = input.map("servicesPortRange");
        int from = given.get("startPort") instanceof Number number ? number.intValue() : otherwise.start();
        int to = given.get("endPort") instanceof Number number ? number.intValue() : otherwise.end();
        if (from > to) {
            throw new ApiException.InvalidField(
                    "InvalidFormat",
                    "servicesPortRange",
                    "field 'servicesPortRange' begins at " + from + " and ends before, at " + to);
        }
        return new Range(from, to);
    }

    private static @Nullable Integer delay(Input input, ProjectRow row) {
        if (!input.has("hostRemoveDelaySeconds")) {
            return row.hostRemoveDelay();
        }
        return input.get("hostRemoveDelaySeconds") instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }
}
