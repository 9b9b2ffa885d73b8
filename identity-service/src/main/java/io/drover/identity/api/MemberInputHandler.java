package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.security.Narrowing;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.role.MemberList.Member;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.CustomRoleRow;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.store.MemberRow;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a list of members as clients give it: who, by an account or by what a directory calls them, and with which role, one of
 * the four or a custom one by name or id.
 */
final class MemberInputHandler {
    private static final List<Role> PLAIN = List.of(Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);

    private final AccountStore accounts;
    private final CustomRoleStore roles;
    private final DirectoryHandler directory;

    MemberInputHandler(AccountStore accounts, CustomRoleStore roles, DirectoryHandler directory) {
        this.accounts = accounts;
        this.roles = roles;
        this.directory = directory;
    }

    /** @param name of a directory's user or group; null: of a local account */
    record Named(Member member, @Nullable String name) {}

    /**
     * @param environment 0: it is only being made, and has no roles of its own yet
     * @param held what is left of the owner's rights to whoever gives the list
     * @param present members there are
     */
    Mono<List<Named>> read(long environment, Narrowing held, List<Object> given, List<MemberRow> present) {
        return roles.usableIn(environment)
                .collectList()
                .map(usable -> members(given, usable, held))
                .flatMap(wanted -> resolved(wanted, present));
    }

    private static List<Member> members(List<Object> given, List<CustomRoleRow> usable, Narrowing held) {
        List<Member> members = new ArrayList<>();
        for (Object item : given) {
            Map<?, ?> fields = (Map<?, ?>) item;
            members.add(member(fields, role(String.valueOf(fields.get("role")), usable, held)));
        }
        return members;
    }

    /** @param custom number of the custom role; 0: none */
    private record GivenRole(Role role, long custom) {}

    private static GivenRole role(String text, List<CustomRoleRow> usable, Narrowing held) {
        for (Role role : PLAIN) {
            if (role.wire().equals(text)) {
                return new GivenRole(role, 0);
            }
        }
        CustomRoleRow found = custom(text, usable);
        found.role().excess(Role.OWNER, held).ifPresent(excess -> {
            throw new ApiException.Forbidden(excess);
        });
        return new GivenRole(found.base(), found.id());
    }

    /** A name that two roles have is nobody's: one of them may be more than the other. */
    private static CustomRoleRow custom(String text, List<CustomRoleRow> usable) {
        List<CustomRoleRow> found = usable.stream()
                .filter(row ->
                        row.name().equalsIgnoreCase(text) || publicId(row).equals(text))
                .toList();
        if (found.size() > 1) {
            throw new ApiException.InvalidField(
                    "InvalidOption",
                    "members.role",
                    "field 'members.role' has the value '" + text + "', which several roles are called: use the id, "
                            + found.stream().map(MemberInputHandler::publicId).collect(Collectors.joining(" or ")));
        }
        return found.stream().findFirst().orElseThrow(() -> unknown(text, usable));
    }

    private static String publicId(CustomRoleRow row) {
        return CustomRoleTypes.PROJECT_ROLE.publicId(row.id());
    }

    private static ApiException unknown(String text, List<CustomRoleRow> usable) {
        String custom = usable.stream().map(row -> ", " + row.name()).collect(Collectors.joining());
        return new ApiException.InvalidField(
                "InvalidOption",
                "members.role",
                "field 'members.role' has the value '" + text + "': accepted are "
                        + PLAIN.stream().map(Role::wire).collect(Collectors.joining(", ")) + custom);
    }

    private static Member member(Map<?, ?> fields, GivenRole role) {
        String type = String.valueOf(fields.get("externalIdType"));
        String text = String.valueOf(fields.get("externalId"));
        if (DirectoryKind.ofType(type).isPresent() || ProviderKind.ofType(type).isPresent()) {
            return new Member(type, text, role.role(), role.custom());
        }
        if (!type.equals(ProjectWriteHandler.LOCAL)) {
            throw new ApiException.InvalidField(
                    "InvalidOption",
                    "members.externalIdType",
                    "field 'members.externalIdType' has the value '" + type + "': accepted are "
                            + ProjectWriteHandler.LOCAL
                            + ", and the users and groups of a directory or another provider");
        }
        long number = WireId.parse(text).orElseGet(() -> text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1);
        if (number < 0) {
            throw new ApiException.BadRequest(
                    "InvalidFormat",
                    "Member format invalid: 'externalId' has the value '" + text + "', ids look like 1a7");
        }
        return new Member(ProjectWriteHandler.LOCAL, Long.toString(number), role.role(), role.custom());
    }

    /**
     * Every member is a person of this installation, or a user or group the directory has, then in its own spelling. Who is a
     * member already is not looked up again: a directory that is away does not keep others from being changed.
     */
    private Mono<List<Named>> resolved(List<Member> wanted, List<MemberRow> present) {
        List<DirectoryIdentity> unknown = wanted.stream()
                .filter(member -> !isLocal(member) && nameOf(member, present) == null)
                .map(MemberInputHandler::identity)
                .toList();
        return directory
                .lookup(unknown)
                .flatMap(found -> Flux.fromIterable(wanted)
                        .concatMap(member -> isLocal(member)
                                ? account(member)
                                : Mono.fromSupplier(() -> named(member, present, found)))
                        .collectList());
    }

    private static boolean isLocal(Member member) {
        return member.externalIdType().equals(ProjectWriteHandler.LOCAL);
    }

    private Mono<Named> account(Member member) {
        return accounts.find(Long.parseLong(member.externalId()))
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
                .map(one -> new Named(member.spelled(one.type(), one.externalId()), one.name()))
                .findFirst()
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidIdentity",
                        "field 'members': there is no '" + member.externalIdType() + ":" + member.externalId()
                                + "' at the provider people sign in with"));
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
                member.externalIdType().endsWith("_user"));
    }
}
