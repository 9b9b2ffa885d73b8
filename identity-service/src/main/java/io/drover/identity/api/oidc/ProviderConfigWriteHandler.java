package io.drover.identity.api.oidc;

import io.drover.api.ApiException;
import io.drover.identity.api.directory.DirectoryAccessHandler;
import io.drover.identity.directory.AccessPolicy;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.directory.EnableCheck;
import io.drover.identity.directory.EnableCheck.Trial;
import io.drover.identity.directory.SignInAnswer;
import io.drover.identity.oidc.ProviderClient;
import io.drover.identity.oidc.ProviderFields;
import io.drover.identity.oidc.ProviderFields.Reading.Invalid;
import io.drover.identity.oidc.ProviderFields.Reading.Valid;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Saves configurations of providers. Signing in needs a browser, so trying one is a step of its own:
 *
 * <ol>
 *   <li>{@code trial: true} keeps the settings aside, after the provider's documents could be read with them.
 *   <li>The administrator opens {@code testUrl} and signs in; that makes no account, and shows a code.
 *   <li>{@code enabled: true} with {@code code} enables exactly the settings the code was made with, if the person is admitted
 *       and an administrator can still get in. Settings that sign the same people in the same way as those in use need no code.
 * </ol>
 *
 * If anything of that fails nothing is changed.
 */
public final class ProviderConfigWriteHandler {
    private final DirectoryStore configurations;
    private final ProviderHandler providers;
    private final ProviderSignInHandler signIns;
    private final ProviderClient trials;
    private final DirectoryAccessHandler access;
    private final ProviderAccessLoop review;
    private final Writing writing;

    /** How a configuration is written. */
    public record Writing(
            AccountIdentityStore identities,
            ChangeStore changes,
            EnvelopeKey envelope,
            RandomGenerator random,
            Clock clock) {}

    public ProviderConfigWriteHandler(
            DirectoryStore configurations,
            ProviderHandler providers,
            ProviderSignInHandler signIns,
            ProviderClient trials,
            DirectoryAccessHandler access,
            ProviderAccessLoop review,
            Writing writing) {
        this.configurations = configurations;
        this.providers = providers;
        this.signIns = signIns;
        this.trials = trials;
        this.access = access;
        this.review = review;
        this.writing = writing;
    }

    /** What is stored already: in use or switched off, and on trial. */
    private record Stored(
            @Nullable DirectoryRow row, @Nullable DirectoryRow trial) {}

    /** What is to be stored. */
    private record Wanted(Map<String, @Nullable Object> fields, ProviderSettings settings) {}

    /** The configuration as it is, or the defaults. */
    public Mono<DirectoryRow> current(ProviderKind kind) {
        return configurations
                .find(kind.provider())
                .defaultIfEmpty(
                        new DirectoryRow(kind.provider(), false, ProviderFields.complete(kind, Map.of()), null));
    }

    /** @param given fields of the configuration, {@code enabled}, {@code trial}, the secret and {@code code} */
    public Mono<DirectoryRow> save(ProviderKind kind, Map<String, @Nullable Object> given) {
        return stored(kind)
                .flatMap(stored -> {
                    if (isTrue(given, ProviderTypes.TRIAL)) {
                        return keepAside(kind, given, stored);
                    }
                    return isTrue(given, ProviderTypes.ENABLED)
                            ? enable(kind, given, stored).then(current(kind))
                            : disable(kind, given, stored).then(current(kind));
                })
                .onErrorMap(ProviderFaults::isOne, ProviderFaults::forAdministrator);
    }

    /** Whether these settings could be enabled with that {@code code}; 422 says why not. Nothing is saved, and the code stays good. */
    public Mono<Void> test(ProviderKind kind, Map<String, @Nullable Object> given) {
        return stored(kind)
                .flatMap(stored -> {
                    Wanted wanted = wanted(kind, given, stored);
                    String code = Objects.toString(given.get(ProviderTypes.CODE), "");
                    return settled(wanted, stored)
                            .then(withNames(wanted))
                            .flatMap(named -> objection(named, code, stored));
                })
                .flatMap(objection -> objection.isEmpty() ? Mono.<Void>empty() : Mono.error(refusal(objection)))
                .onErrorMap(ProviderFaults::isOne, ProviderFaults::forAdministrator);
    }

    private static ApiException refusal(String objection) {
        return new ApiException.InvalidField(ProviderFaults.INVALID, ProviderTypes.CODE, "field 'code': " + objection);
    }

    private static boolean isTrue(Map<String, @Nullable Object> given, String field) {
        return "true".equals(String.valueOf(given.get(field)));
    }

    private Mono<Stored> stored(ProviderKind kind) {
        DirectoryRow none = new DirectoryRow("", false, Map.of(), null);
        return Mono.zip(
                configurations.find(kind.provider()).defaultIfEmpty(none),
                configurations.find(ProviderHandler.trialName(kind)).defaultIfEmpty(none),
                (row, trial) -> new Stored(row == none ? null : row, trial == none ? null : trial));
    }

    /** Answers the settings on trial, under the provider's own name. */
    private Mono<DirectoryRow> keepAside(ProviderKind kind, Map<String, @Nullable Object> given, Stored stored) {
        Wanted wanted = wanted(kind, given, stored);
        return settled(wanted, stored)
                .then(trials.reach(wanted.settings()))
                .then(written(row(ProviderHandler.trialName(kind), false, wanted)))
                .thenReturn(new DirectoryRow(kind.provider(), false, wanted.fields(), null));
    }

    private Mono<Void> enable(ProviderKind kind, Map<String, @Nullable Object> given, Stored stored) {
        Wanted wanted = wanted(kind, given, stored);
        String code = Objects.toString(given.get(ProviderTypes.CODE), "");
        return settled(wanted, stored)
                .then(withNames(wanted))
                .flatMap(named -> objection(named, code, stored)
                        .flatMap(objection -> objection.isEmpty()
                                ? signIns.useTrial(code).then(written(row(kind.provider(), true, named)))
                                : Mono.<Void>error(refusal(objection)))
                        .then(access.refuseOthers())
                        .then(review.reviewKnown(named.settings())))
                .then();
    }

    /** Why it may not be enabled; the empty text: it may. */
    private Mono<String> objection(Wanted wanted, String code, Stored stored) {
        return writing.identities().localAdministrators().flatMap(local -> {
            if (code.isEmpty() && isInUse(wanted, stored) && local > 0) {
                return Mono.just("");
            }
            return signIns.ofTrial(wanted.settings(), code)
                    .flatMap(user -> trial(wanted, user, local))
                    .map(trial -> EnableCheck.objection(trial).orElse(""))
                    .defaultIfEmpty("it is not of a trial sign-in with exactly these settings in the last 10 minutes."
                            + " Send them with 'trial': true, open 'testUrl' in a browser that is signed in here, and"
                            + " send the code it shows");
        });
    }

    private Mono<Trial> trial(Wanted wanted, DirectoryUser user, long localAdministrators) {
        return Mono.zip(
                access.isAdmitted(wanted.settings().access(), user),
                writing.identities().isAdministrator(user.user()),
                (isAdmitted, isAdministrator) ->
                        new Trial(new SignInAnswer.Accepted(user), isAdmitted, isAdministrator, localAdministrators));
    }

    private boolean isInUse(Wanted wanted, Stored stored) {
        DirectoryRow row = stored.row();
        return row != null
                && row.isEnabled()
                && providers
                        .settings(row)
                        .identifyingText()
                        .equals(wanted.settings().identifyingText());
    }

    private Mono<Void> disable(ProviderKind kind, Map<String, @Nullable Object> given, Stored stored) {
        DirectoryRow before = stored.row();
        boolean isOnlySwitch = given.get("clientId") == null;
        if (isOnlySwitch && before == null) {
            return Mono.empty();
        }
        Mono<DirectoryRow> after = isOnlySwitch && before != null
                ? Mono.just(new DirectoryRow(kind.provider(), false, before.fields(), before.passwordSealed()))
                : Mono.fromSupplier(() -> wanted(kind, given, stored))
                        .flatMap(wanted -> settled(wanted, stored).thenReturn(row(kind.provider(), false, wanted)));
        return after.flatMap(this::written).then(access.refuseOthers()).then();
    }

    /** Ids mean somebody only together with who gave them: under another issuer the same id is another person. */
    private Mono<Void> settled(Wanted wanted, Stored stored) {
        DirectoryRow row = stored.row();
        ProviderSettings settings = wanted.settings();
        if (row == null || providers.settings(row).isSamePeople(settings)) {
            return Mono.empty();
        }
        return writing.identities()
                .known(settings.kind().types())
                .filter(known -> known > 0)
                .flatMap(known -> Mono.error(new ApiException.InvalidField(
                        ProviderFaults.INVALID,
                        settings.kind() == ProviderKind.OIDC ? "issuer" : "hostname",
                        "the issuer, host or claim of the id changes, and there are " + known + " accounts and members"
                                + " of the present one: the same id could be somebody else there. Remove them first")));
    }

    private Mono<Wanted> withNames(Wanted wanted) {
        AccessPolicy policy = wanted.settings().access();
        return Flux.fromIterable(policy.allowed())
                .concatMap(entry -> writing.identities()
                        .seen(entry.type(), entry.externalId())
                        .defaultIfEmpty(entry))
                .collectList()
                .map(allowed -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>(wanted.fields());
                    fields.put(
                            ProviderFields.ALLOWED,
                            allowed.stream()
                                    .map(ProviderConfigWriteHandler::wire)
                                    .toList());
                    return new Wanted(fields, wanted.settings().admitting(new AccessPolicy(policy.mode(), allowed)));
                });
    }

    private static Map<String, Object> wire(DirectoryIdentity identity) {
        return Map.of(
                "type", "identity",
                "id", identity.id(),
                "externalIdType", identity.type(),
                "externalId", identity.externalId(),
                "name", identity.name(),
                "login", identity.login(),
                "user", identity.isUser());
    }

    /** Without a client: what was on trial, as it is. */
    private Wanted wanted(ProviderKind kind, Map<String, @Nullable Object> given, Stored stored) {
        DirectoryRow trial = stored.trial();
        boolean isAsTried = given.get("clientId") == null && trial != null && given.get(ProviderTypes.CODE) != null;
        Map<String, @Nullable Object> fields =
                isAsTried && trial != null ? trial.fields() : ProviderFields.complete(kind, given);
        String secret = secret(fields, given, stored);
        return switch (ProviderFields.read(kind, fields, secret)) {
            case Valid(ProviderSettings settings) -> new Wanted(fields, settings);
            case Invalid(String field, String sentence) ->
                throw new ApiException.InvalidField(ProviderFaults.INVALID, field, sentence);
        };
    }

    /** A stored secret goes to the provider it was given for and to no other: else whoever may write here could read it. */
    private @Nullable String secret(
            Map<String, @Nullable Object> fields, Map<String, @Nullable Object> given, Stored stored) {
        Object secret = given.get(ProviderFields.SECRET);
        if (secret != null && !secret.toString().isEmpty()) {
            return secret.toString();
        }
        DirectoryRow trial = stored.trial();
        if (trial != null && isSamePlace(trial, fields)) {
            return providers.secret(trial);
        }
        DirectoryRow row = stored.row();
        return row != null && isSamePlace(row, fields) ? providers.secret(row) : null;
    }

    private static boolean isSamePlace(DirectoryRow row, Map<String, @Nullable Object> fields) {
        return ProviderFields.PLACE.stream()
                .allMatch(field ->
                        Objects.toString(row.fields().get(field), "").equals(Objects.toString(fields.get(field), "")));
    }

    private DirectoryRow row(String name, boolean isEnabled, Wanted wanted) {
        byte[] secret = wanted.settings().client().secret().getBytes(StandardCharsets.UTF_8);
        String sealed = writing.envelope().seal(ProviderHandler.SECRET_PURPOSE, secret, writing.random());
        return new DirectoryRow(name, isEnabled, wanted.fields(), sealed);
    }

    private Mono<Void> written(DirectoryRow row) {
        return writing.changes()
                .write(Mono.defer(() -> configurations.save(row, writing.clock().instant())), _ -> List.of())
                .then();
    }
}
