package io.drover.identity.api;

import static io.drover.identity.token.Revocation.PROJECT;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.security.Caller;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
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
import io.drover.identity.store.MemberRow;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.ProjectRow;
import io.drover.identity.store.ProjectStore;
import io.drover.model.Role;
import io.drover.model.WireId;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final DirectoryHandler directory;
    private final LiveSettings settings;
    private final Ids ids;
    private final Clock clock;

    /** Where the parts of an environment are. */
    public record Stores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            AgentStore agents) {}

    public ProjectWriteHandler(
            Stores stores,
            ChangeStore changes,
            DirectoryHandler directory,
            LiveSettings settings,
            Ids ids,
            Clock clock) {
        this.stores = stores;
        this.changes = changes;
        this.directory = directory;
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

    /** @param name of a directory's user or group; null: of a local account */
    private record Named(Member member, @Nullable String name) {}

    /** Answers the number of the new environment. Without members the creator owns it. */
    Mono<Long> create(Caller caller, Input input) {
        Range range = range(input, portsOfNewOnes());
        List<Member> given = members(input.list("members"));
        List<Member> wanted = given.isEmpty()
                ? List.of(new Member(LOCAL, Long.toString(caller.account().value()), Role.OWNER))
                : given;
        return resolved(wanted, List.of()).flatMap(members -> {
            Accepted accepted = accepted(MemberList.decide(List.of(), plain(members), true));
            Mono<Long> work = insert(input.text("name", ""), input.text("description"), range, added(accepted, members))
                    .flatMap(id -> limited(id, input, Quota.UNLIMITED, PrivilegePolicy.RESTRICTED)
                            .thenReturn(id));
            return changes.write(work, id -> List.of(NewChange.created(PROJECT, id, id)));
        });
    }

    /** A new environment with one owner; part of the caller's transaction, which appends the change. */
    public Mono<Long> insertOwned(String name, long owner) {
        Member member = new Member(LOCAL, Long.toString(owner), Role.OWNER);
        String fitting = name.length() > 255 ? name.substring(0, 255) : name;
        return insert(fitting, null, portsOfNewOnes(), List.of(new Named(member, null)));
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
        Mono<Long> work = stores.projects().find(id).flatMap(row -> {
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
                    .then(limited(id, input, row.quota(), row.privileges()));
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
        return updated(id, stores.accounts().setState(id, state));
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
        return changes.write(work, NewChange.removed(PROJECT, id, id)).then();
    }

    /**
     * Scheduler-service's word on a removed environment; nothing happens to one that is not removed.
     *
     * @param note one sentence: what is left
     * @param finished nothing is: identities of agents that are still there end too
     */
    public Mono<Void> emptied(long id, String note, boolean finished) {
        Mono<Long> work = Mono.defer(() -> {
            Instant now = clock.instant();
            String fitting = note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE - 1) + "…" : note;
            return stores.projects()
                    .setRemoval(id, fitting, finished ? now : null)
                    .filter(rows -> rows > 0)
                    .flatMap(rows -> finished ? stores.agents().removeAll(id, now) : Mono.just(rows));
        });
        return changes.write(work, NewChange.updated(PROJECT, id, id)).then();
    }

    Mono<Void> purge(long id) {
        Mono<Long> work = Mono.defer(() -> stores.members().removeAll(id, clock.instant()))
                .then(stores.accounts().purge(id));
        return changes.write(work, NewChange.removed(PROJECT, id, id)).then();
    }

    /** Replaces the list of members. The row of the environment is locked, so that two changes come one after the other. */
    Mono<Void> setMembers(Caller caller, long id, Input input) {
        List<Member> wanted = members(input.list("members"));
        return stores.members()
                .of(id)
                .collectList()
                .flatMap(present -> resolved(wanted, present))
                .flatMap(members -> updated(id, replace(id, members)));
    }

    private Mono<Long> replace(long id, List<Named> members) {
        return stores.accounts()
                .lock(id)
                .thenMany(stores.members().of(id))
                .map(MemberRow::member)
                .collectList()
                .flatMap(present -> replace(id, members, accepted(MemberList.decide(present, plain(members), true))));
    }

    private Mono<Long> replace(long id, List<Named> members, Accepted change) {
        Instant now = clock.instant();
        return Flux.fromIterable(change.remove())
                .concatMap(member -> stores.members().remove(id, member, now))
                .thenMany(add(id, added(change, members), now))
                .count();
    }

    private Flux<Long> add(long id, List<Named> members, Instant now) {
        return Flux.fromIterable(members)
                .concatMap(named -> stores.members().insert(id, named.member(), named.name(), ids.uuid(), now));
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

    private Mono<Void> updated(long id, Mono<Long> work) {
        return changes.write(work, NewChange.updated(PROJECT, id, id)).then();
    }

    /**
     * Every member is a person of this installation, or a user or group the directory has, then in its own spelling. Who is a
     * member already is not looked up again: a directory that is away does not keep others from being changed.
     */
    private Mono<List<Named>> resolved(List<Member> wanted, List<MemberRow> present) {
        List<DirectoryIdentity> unknown = wanted.stream()
                .filter(member -> !member.externalIdType().equals(LOCAL) && nameOf(member, present) == null)
                .map(ProjectWriteHandler::identity)
                .toList();
        return directory
                .lookup(unknown)
                .flatMap(found -> Flux.fromIterable(wanted)
                        .concatMap(member -> member.externalIdType().equals(LOCAL)
                                ? account(member)
                                : Mono.fromSupplier(() -> named(member, present, found)))
                        .collectList());
    }

    private Mono<Named> account(Member member) {
        return stores.accounts()
                .find(Long.parseLong(member.externalId()))
                .filter(account -> account.kind().isPerson() && account.removed() == null)
                .map(_ -> new Named(member, null))
                .switchIfEmpty(Mono.error(() -> new ApiException.BadRequest(
                        "InvalidIdentity", "field 'members': there is no account '1a" + member.externalId() + "'")));
    }

    private static Named named(Member member, List<MemberRow> present, List<DirectoryIdentity> found) {
        String name = nameOf(member, present);
        if (name != null) {
            return new Named(member, name);
        }
        DirectoryIdentity identity = identity(member);
        return found.stream()
                .filter(identity::isSame)
                .map(one -> new Named(new Member(one.type(), one.externalId(), member.role()), one.name()))
                .findFirst()
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidIdentity",
                        "field 'members': the directory has no '" + member.externalIdType() + ":" + member.externalId()
                                + "', or is not the one people sign in with"));
    }

    private static @Nullable String nameOf(Member member, List<MemberRow> present) {
        return present.stream()
                .filter(row -> row.member().externalIdType().equals(member.externalIdType())
                        && row.member().externalId().equals(member.externalId()))
                .map(row -> row.name() == null ? member.externalId() : row.name())
                .findFirst()
                .orElse(null);
    }

    private static DirectoryIdentity identity(Member member) {
        return new DirectoryIdentity(
                member.externalIdType(),
                member.externalId(),
                "",
                "",
                !member.externalIdType().endsWith("_group"));
    }

    private static List<Member> members(List<Object> given) {
        List<Member> members = new ArrayList<>();
        for (Object item : given) {
            members.add(member((Map<?, ?>) item));
        }
        return members;
    }

    private static Member member(Map<?, ?> fields) {
        String type = String.valueOf(fields.get("externalIdType"));
        String text = String.valueOf(fields.get("externalId"));
        Role role = Role.of(String.valueOf(fields.get("role"))).orElse(Role.MEMBER);
        if (DirectoryKind.ofType(type).isPresent()) {
            return new Member(type, text, role);
        }
        if (!type.equals(LOCAL)) {
            throw new ApiException.InvalidField(
                    "InvalidOption",
                    "members.externalIdType",
                    "field 'members.externalIdType' has the value '" + type + "': accepted are " + LOCAL
                            + ", and the users and groups of a directory");
        }
        long number = WireId.parse(text).orElseGet(() -> text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1);
        if (number < 0) {
            throw new ApiException.BadRequest(
                    "InvalidFormat",
                    "Member format invalid: 'externalId' has the value '" + text + "', ids look like 1a7");
        }
        return new Member(LOCAL, Long.toString(number), role);
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
