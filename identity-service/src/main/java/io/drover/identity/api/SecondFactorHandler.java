package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.secondfactor.OneTimeCode;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AuthTokenRow;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.SecondFactorRow;
import io.drover.identity.store.SecondFactorStore;
import io.drover.identity.token.Revocation;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.model.WireId;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Second factors. People enrol with POST, which shows the secret once, prove with the action {@code confirm} that their
 * authenticator has it, and get recovery codes; {@code disable} wants a code too. Only somebody who has signed in enrols: a
 * stolen key must not lock its owner out. Administrators take the factor of others away with DELETE.
 */
public final class SecondFactorHandler implements ResourceHandler {
    private static final int RECOVERY_CODES = 10;

    private final SecondFactorStore factors;
    private final SecondFactorCheckHandler checks;
    private final AuthTokenStore sessions;
    private final ChangeStore changes;
    private final Sources sources;

    public record Sources(EnvelopeKey envelope, RandomGenerator random, Clock clock) {}

    public SecondFactorHandler(
            SecondFactorStore factors,
            SecondFactorCheckHandler checks,
            AuthTokenStore sessions,
            ChangeStore changes,
            Sources sources) {
        this.factors = factors;
        this.checks = checks;
        this.sessions = sessions;
        this.changes = changes;
        this.sources = sources;
    }

    @Override
    public ResourceType type() {
        return AccountTypes.SECOND_FACTOR;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        Flux<SecondFactorRow> rows = caller.role() == Role.ADMIN
                ? factors.all(query.limit())
                : factors.find(caller.account().value()).flux();
        return rows.map(row -> resource(row, Map.of())).collectList().map(Page::all);
    }

    /** Its number is its account's. */
    @Override
    public Mono<Resource> find(Caller caller, long id) {
        boolean mayKnow = caller.role() == Role.ADMIN || isOwn(caller, id);
        return mayKnow ? factors.find(id).map(row -> resource(row, Map.of())) : Mono.empty();
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        if (!AuthTokenRow.isOne(caller.credential())) {
            return Mono.error(sessionRequired());
        }
        long account = caller.account().value();
        byte[] secret = OneTimeCode.freshSecret(sources.random());
        String sealed = sources.envelope().seal(SecondFactorCheckHandler.PURPOSE, secret, sources.random());
        return written(factors.begin(account, sealed, sources.clock().instant()))
                .filter(begun -> begun > 0)
                .switchIfEmpty(Mono.error(() -> new ApiException.Conflict(
                        "NotUnique", "the account has a second factor: end it with the action 'disable' first")))
                .then(factors.find(account))
                .map(row -> resource(
                        row,
                        Map.of(
                                "secret", OneTimeCode.secretText(secret),
                                "uri", OneTimeCode.uri(caller.accountName(), secret))));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        // Wrong codes are counted for the account's sign-in as well: a stolen key must not hold that up.
        if (!AuthTokenRow.isOne(caller.credential())) {
            return Mono.error(sessionRequired());
        }
        String code = input.text("code", "");
        return factors.find(id)
                .filterWhen(row -> checks.accepts(row, code))
                .switchIfEmpty(
                        Mono.error(
                                () -> new ApiException.InvalidField(
                                        "InvalidCode",
                                        "code",
                                        "field 'code' is not the authenticator's code of now, or was used before: wait for the next one")))
                .flatMap(row -> switch (action) {
                    case "confirm" -> confirm(row, session(caller));
                    case "disable" -> disable(row, caller).thenReturn(resource(row, Map.of()));
                    default -> Mono.error(new ApiException.NotAllowed("InvalidAction", "no action '" + action + "'"));
                });
    }

    private static ApiException sessionRequired() {
        return new ApiException.BadRequest(
                "SessionRequired",
                "a second factor is set up and ended by somebody who has signed in, not with a key: use a session");
    }

    /** Number of the caller's session; 0: they show a key. */
    private static long session(Caller caller) {
        return AuthTokenRow.isOne(caller.credential())
                ? WireId.parse(caller.credential()).orElse(0)
                : 0;
    }

    /** Where a second factor is asked for, another one has to be set up before anything else. */
    private Mono<Long> disable(SecondFactorRow row, Caller caller) {
        long session = session(caller);
        return sessions.find(session)
                .map(found -> checks.isAsked(Wire.kind(caller), found.provider()))
                .defaultIfEmpty(false)
                .flatMap(isAsked -> changed(
                        row.account(),
                        factors.remove(row.account())
                                .then(isAsked ? sessions.enrolAgain(row.account(), session) : Mono.just(0L))));
    }

    private Mono<Resource> confirm(SecondFactorRow row, long session) {
        List<String> codes = Stream.generate(() -> KeyText.password(sources.random()))
                .limit(RECOVERY_CODES)
                .toList();
        List<String> hashes = codes.stream().map(SecretHash::of).toList();
        return changed(
                        row.account(),
                        factors.confirm(row.account(), hashes).then(sessions.enrolled(row.account(), session)))
                .then(factors.find(row.account()))
                .map(confirmed -> resource(confirmed, Map.of("recoveryCodes", codes)));
    }

    /** Somebody else's, by an administrator: for people who lost both authenticator and recovery codes. */
    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return isOwn(caller, id)
                ? Mono.error(
                        new ApiException.Forbidden("end your own second factor with the action 'disable' and a code"))
                : find(caller, id).flatMap(found -> written(factors.remove(id)).thenReturn(found));
    }

    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return action.equals("remove")
                != (new AccountId(caller.account().value())
                        .toString()
                        .equals(resource.fields().get("accountId")));
    }

    private static boolean isOwn(Caller caller, long id) {
        return caller.account().value() == id;
    }

    /** Tokens made before know nothing of it, and are forgotten. */
    private Mono<Long> changed(long account, Mono<Long> work) {
        return changes.write(work, NewChange.updated(Revocation.ACCOUNT, account, null));
    }

    private Mono<Long> written(Mono<Long> work) {
        return changes.write(work, _ -> List.of());
    }

    private Resource resource(SecondFactorRow row, Map<String, Object> once) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(once);
        fields.put("accountId", new AccountId(row.account()).toString());
        fields.put("state", row.isConfirmed() ? "active" : "inactive");
        fields.put("created", row.created());
        return new Resource(type().name(), type().publicId(row.account()), fields);
    }
}
