package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.api.security.Grant;
import io.drover.api.security.Narrowing;
import io.drover.identity.oauth.TokenScope;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.Membership;
import io.drover.identity.role.RoleResolution;
import io.drover.identity.role.RoleResolution.Resolution;
import io.drover.identity.role.RoleResolution.Resolution.Granted;
import io.drover.identity.role.RoleResolution.Resolution.Refused;
import io.drover.identity.role.RoleResolution.Target;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.token.TokenClaims;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds what a verified caller is to the environment of the request (spec: identity sheet, 1.6, 3.2). */
public final class EnvironmentHandler {
    private static final Narrowing ENROLMENT =
            new Narrowing(false, List.of(Grant.parse("secondFactor:cru"), Grant.parse("token:rd")));

    private final AccountStore accounts;
    private final MemberStore members;

    public EnvironmentHandler(AccountStore accounts, MemberStore members) {
        this.accounts = accounts;
        this.members = members;
    }

    /** @param wanted public id of the environment, or null; 400 if it is no id, 403 if the caller has no access */
    public Mono<TokenClaims> enter(Authenticated caller, @Nullable String wanted) {
        String text = chosen(caller, wanted == null || wanted.isBlank() ? caller.environment() : wanted);
        if (caller.isEnrolling()) {
            return text == null || text.isBlank() ? Mono.just(enrolling(caller)) : Mono.error(secondFactorFirst());
        }
        if ((text == null || text.isBlank()) && caller.home() == 0) {
            return Mono.just(claims(
                    caller,
                    null,
                    Membership.whole(granted(RoleResolution.resolve(caller.principal(), null, List.of())))));
        }
        long number = text == null || text.isBlank() ? caller.home() : number(text);
        return accounts.find(number)
                .filter(account -> account.kind() == AccountKind.PROJECT)
                .flatMap(environment -> enter(caller, environment))
                .switchIfEmpty(
                        Mono.error(
                                () -> new ApiException.Forbidden(
                                        "no access: the environment does not exist, is not active, or this account is not a member of it")));
    }

    /** Nothing but setting up the second factor and signing out, and for administrators not their role either. */
    private static TokenClaims enrolling(Authenticated caller) {
        return new TokenClaims(
                new AccountId(caller.account().id()),
                caller.kind(),
                caller.account().name(),
                null,
                Role.USER,
                caller.credential(),
                0,
                ENROLMENT,
                Role.USER.wire());
    }

    /** The refusal of whatever needs more than such a session. */
    public static ApiException secondFactorFirst() {
        return new ApiException.Forbidden(
                "SecondFactorSetupRequired",
                "this installation asks for a second factor: set one up first (POST /v2-beta/secondfactors, then the action"
                        + " 'confirm'; with the command: drover second-factor setup)");
    }

    /** A token for one environment chooses it, and goes nowhere else. */
    private static @Nullable String chosen(Authenticated caller, @Nullable String wanted) {
        EnvironmentId only = caller.scope().environment();
        if (only == null) {
            return wanted;
        }
        if (wanted != null && !wanted.isBlank() && number(wanted) != only.value()) {
            throw new ApiException.Forbidden("this token is for the environment " + only + " only");
        }
        return only.toString();
    }

    private Mono<TokenClaims> enter(Authenticated caller, AccountRow environment) {
        Mono<List<Membership>> memberships = caller.kind() == AccountKind.USER
                ? members.membershipsOf(caller.account().id(), environment.id()).collectList()
                : Mono.just(List.of());
        Target target = new Target(environment.id(), environment.state());
        return memberships.map(some -> {
            List<Role> roles = some.stream().map(Membership::role).toList();
            Role role = granted(RoleResolution.resolve(caller.principal(), target, roles));
            return claims(caller, environment, Membership.together(role, some));
        });
    }

    private static Role granted(Resolution resolution) {
        return switch (resolution) {
            case Granted(Role role) -> role;
            case Refused(String reason) -> throw new ApiException.Forbidden(reason);
        };
    }

    private static TokenClaims claims(Authenticated caller, @Nullable AccountRow environment, Membership role) {
        TokenScope.Limited left = caller.scope().limit(role.role());
        return new TokenClaims(
                new AccountId(caller.account().id()),
                caller.kind(),
                caller.account().name(),
                environment == null
                        ? null
                        : new TokenClaims.Environment(
                                new EnvironmentId(environment.id()), environment.uuid(), environment.name()),
                left.role(),
                caller.credential(),
                caller.agent(),
                new Narrowing(left.readOnly(), role.grants()),
                left.role() == role.role() ? role.name() : left.role().wire());
    }

    private static long number(String id) {
        return WireId.parse(id)
                .orElseThrow(() -> new ApiException.BadRequest(
                        "InvalidFormat", "'" + id + "' is no id of an environment: ids look like 1a5"));
    }
}
