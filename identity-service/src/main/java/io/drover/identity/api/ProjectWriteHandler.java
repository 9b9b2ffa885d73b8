package io.drover.identity.api;

import static io.drover.identity.token.Revocation.PROJECT;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.security.Caller;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.MemberList;
import io.drover.identity.role.MemberList.Change.Accepted;
import io.drover.identity.role.MemberList.Change.Refused;
import io.drover.identity.role.MemberList.Member;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.ProjectRow;
import io.drover.identity.store.ProjectStore;
import io.drover.model.Role;
import io.drover.model.WireId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
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

    private static final int FIRST_PORT = 49_153;
    private static final int LAST_PORT = 65_535;

    private final Stores stores;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    /** Where the parts of an environment are. */
    public record Stores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            AgentStore agents) {}

    public ProjectWriteHandler(Stores stores, ChangeStore changes, Ids ids, Clock clock) {
        this.stores = stores;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    private record Range(int start, int end) {}

    /** Answers the number of the new environment. Without members the creator owns it. */
    Mono<Long> create(Caller caller, Input input) {
        Range range = range(input, FIRST_PORT, LAST_PORT);
        List<Member> given = members(input.list("members"));
        List<Member> wanted = given.isEmpty()
                ? List.of(new Member(LOCAL, Long.toString(caller.account().value()), Role.OWNER))
                : given;
        Accepted accepted = accepted(MemberList.decide(List.of(), wanted, true));
        return requireAccounts(accepted.add())
                .then(changes.write(
                        insert(input, range, accepted.add()), id -> List.of(NewChange.created(PROJECT, id, id))));
    }

    private Mono<Long> insert(Input input, Range range, List<Member> members) {
        Instant now = clock.instant();
        AccountRow.New account =
                new AccountRow.New(ids.uuid(), AccountKind.PROJECT, input.text("name", ""), input.text("description"));
        return stores.accounts()
                .insert(account, now)
                .flatMap(id -> stores.projects()
                        .insert(id, "cattle", range.start(), range.end())
                        .thenMany(add(id, members, now))
                        .then(Mono.just(id)));
    }

    Mono<Void> update(long id, Input input) {
        Mono<Long> work = stores.projects().find(id).flatMap(row -> {
            Range range = range(input, row.startPort(), row.endPort());
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
                                    input.flag("allowSystemRole", row.allowSystemRole())));
        });
        return updated(id, work);
    }

    Mono<Void> setState(long id, String state) {
        return updated(id, stores.accounts().setState(id, state));
    }

    /** The environment's own keys and agents end with it; its members see that it is gone until it is purged. */
    Mono<Void> remove(long id) {
        Mono<Long> work = Mono.defer(() -> {
            Instant now = clock.instant();
            return stores.agents()
                    .removeAll(id, now)
                    .then(stores.credentials().removeAll(id, now))
                    .then(stores.accounts().remove(id, now));
        });
        return changes.write(work, NewChange.removed(PROJECT, id, id)).then();
    }

    Mono<Void> purge(long id) {
        Mono<Long> work = Mono.defer(() -> stores.members().removeAll(id, clock.instant()))
                .then(stores.accounts().purge(id));
        return changes.write(work, NewChange.removed(PROJECT, id, id)).then();
    }

    /** Replaces the list of members. The row of the environment is locked, so that two changes come one after the other. */
    Mono<Void> setMembers(Caller caller, long id, Input input) {
        List<Member> wanted = members(input.list("members"));
        Mono<Long> work = stores.accounts()
                .lock(id)
                .thenMany(stores.members().of(id))
                .map(row -> row.member())
                .collectList()
                .flatMap(present -> replace(id, accepted(MemberList.decide(present, wanted, true))));
        return updated(id, requireAccounts(wanted).then(work));
    }

    private Mono<Long> replace(long id, Accepted change) {
        Instant now = clock.instant();
        return Flux.fromIterable(change.remove())
                .concatMap(member -> stores.members().remove(id, member, now))
                .thenMany(add(id, change.add(), now))
                .count();
    }

    private Flux<Long> add(long id, List<Member> members, Instant now) {
        return Flux.fromIterable(members).concatMap(member -> stores.members().insert(id, member, ids.uuid(), now));
    }

    private Mono<Void> updated(long id, Mono<Long> work) {
        return changes.write(work, NewChange.updated(PROJECT, id, id)).then();
    }

    /** Every member is a person of this installation. */
    private Mono<Void> requireAccounts(List<Member> members) {
        return Flux.fromIterable(members)
                .concatMap(member -> stores.accounts()
                        .find(Long.parseLong(member.externalId()))
                        .filter(account -> account.kind().isPerson() && account.removed() == null)
                        .switchIfEmpty(Mono.error(() -> new ApiException.BadRequest(
                                "InvalidIdentity",
                                "field 'members': there is no account '1a" + member.externalId() + "'"))))
                .then();
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
        if (!type.equals(LOCAL)) {
            throw new ApiException.InvalidField(
                    "InvalidOption",
                    "members.externalIdType",
                    "field 'members.externalIdType' has the value '" + type + "': accepted is " + LOCAL);
        }
        long number = WireId.parse(text).orElseGet(() -> text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1);
        if (number < 0) {
            throw new ApiException.BadRequest(
                    "InvalidFormat",
                    "Member format invalid: 'externalId' has the value '" + text + "', ids look like 1a7");
        }
        Role role = Role.of(String.valueOf(fields.get("role"))).orElse(Role.MEMBER);
        return new Member(LOCAL, Long.toString(number), role);
    }

    private static Accepted accepted(MemberList.Change change) {
        return switch (change) {
            case Accepted accepted -> accepted;
            case Refused(String reason) -> throw new ApiException.InvalidField("InvalidFormat", "members", reason);
        };
    }

    private static Range range(Input input, int start, int end) {
        Map<String, Object> given = input.map("servicesPortRange");
        int from = given.get("startPort") instanceof Number number ? number.intValue() : start;
        int to = given.get("endPort") instanceof Number number ? number.intValue() : end;
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
