package io.drover.identity.api.directory;

import io.drover.api.ApiException;
import io.drover.identity.directory.AccessPolicy;
import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.directory.DirectoryException;
import io.drover.identity.directory.DirectoryFields;
import io.drover.identity.directory.DirectoryFields.Reading.Invalid;
import io.drover.identity.directory.DirectoryFields.Reading.Valid;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.directory.EnableCheck;
import io.drover.identity.directory.EnableCheck.Trial;
import io.drover.identity.directory.SignInAnswer;
import io.drover.identity.directory.SignInAnswer.Accepted;
import io.drover.identity.directory.SignInAnswer.Refused;
import io.drover.identity.signin.SignInCode;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Saves and tries configurations of directories. One that is to be enabled is tried first: the service account signs in, every
 * search base can be read, every entry of the allow-list exists, the user of {@code code} signs in and is admitted, and an
 * administrator can still get in. If anything of that fails nothing is changed.
 */
public final class DirectoryConfigWriteHandler {
    private static final List<String> PLACE = List.of("server", "port", "tls", "startTls");

    private final DirectoryStore configurations;
    private final DirectoryHandler directory;
    private final DirectoryClient trials;
    private final DirectoryAccessHandler access;
    private final DirectoryAccessLoop review;
    private final AccountIdentityStore identities;
    private final Writing writing;

    /** How a configuration is written. */
    public record Writing(ChangeStore changes, EnvelopeKey envelope, RandomGenerator random, Clock clock) {}

    /** @param trials a client of its own, so that wrong settings on trial do not open the breaker of those in use */
    public DirectoryConfigWriteHandler(
            DirectoryStore configurations,
            DirectoryHandler directory,
            DirectoryClient trials,
            DirectoryAccessHandler access,
            DirectoryAccessLoop review,
            AccountIdentityStore identities,
            Writing writing) {
        this.configurations = configurations;
        this.directory = directory;
        this.trials = trials;
        this.access = access;
        this.review = review;
        this.identities = identities;
        this.writing = writing;
    }

    /** What is stored already. */
    private record Stored(
            @Nullable DirectoryRow row, @Nullable String password) {
        static final Stored NOTHING = new Stored(null, null);

        @Override
        public String toString() {
            return "Stored";
        }
    }

    /** What is to be stored. */
    private record Wanted(Map<String, @Nullable Object> fields, DirectorySettings settings) {}

    /** The configuration as it is, or the defaults. */
    public Mono<DirectoryRow> current(DirectoryKind kind) {
        return configurations
                .find(kind.provider())
                .defaultIfEmpty(
                        new DirectoryRow(kind.provider(), false, DirectoryFields.complete(kind, Map.of()), null));
    }

    /** @param given fields of the configuration, {@code enabled}, the password and {@code code} */
    public Mono<DirectoryRow> save(DirectoryKind kind, Map<String, @Nullable Object> given) {
        boolean isEnabled = "true".equals(String.valueOf(given.get(DirectoryTypes.ENABLED)));
        return stored(kind)
                .flatMap(stored -> isEnabled ? enable(kind, given, stored) : disable(kind, given, stored))
                .onErrorMap(DirectoryConfigWriteHandler::isDirectorys, DirectoryConfigWriteHandler::invalid)
                .then(current(kind));
    }

    /** Tries a configuration with a sign-in, without saving anything; 401 if that does not work. */
    public Mono<Void> test(DirectoryKind kind, Map<String, @Nullable Object> given) {
        return stored(kind)
                .map(stored -> wanted(kind, given, stored))
                .flatMap(wanted -> trials.lookup(wanted.settings(), List.of()).then(signIn(wanted, given)))
                .onErrorMap(DirectoryConfigWriteHandler::isDirectorys, DirectoryConfigWriteHandler::invalid)
                .flatMap(answer -> switch (answer) {
                    case Accepted _ -> Mono.<Void>empty();
                    case Refused(String reason) ->
                        Mono.error(new ApiException.Unauthorized("the trial sign-in did not work: " + reason));
                });
    }

    private Mono<Stored> stored(DirectoryKind kind) {
        return configurations
                .find(kind.provider())
                .map(row -> new Stored(row, directory.password(row)))
                .defaultIfEmpty(Stored.NOTHING);
    }

    private Mono<Void> disable(DirectoryKind kind, Map<String, @Nullable Object> given, Stored stored) {
        DirectoryRow before = stored.row();
        boolean isOnlySwitch = given.get("server") == null;
        if (isOnlySwitch && before == null) {
            return Mono.empty();
        }
        DirectoryRow after = isOnlySwitch && before != null
                ? new DirectoryRow(kind.provider(), false, before.fields(), before.passwordSealed())
                : row(kind, false, wanted(kind, given, stored));
        return written(after).then(access.refuseOthers()).then();
    }

    private Mono<Void> enable(DirectoryKind kind, Map<String, @Nullable Object> given, Stored stored) {
        Wanted wanted = wanted(kind, given, stored);
        return withAllowed(wanted)
                .flatMap(checked -> trial(checked, given)
                        .map(EnableCheck::objection)
                        .flatMap(objection -> objection.isPresent()
                                ? Mono.error(refusal(objection.get()))
                                : written(row(kind, true, checked))))
                .then(review.passOrLater())
                .then();
    }

    private static ApiException refusal(String sentence) {
        return new ApiException.InvalidField("InvalidLDAPConfig", DirectoryTypes.CODE, "field 'code': " + sentence);
    }

    /** The allow-list in the directory's spelling; without meaning, and therefore empty, when everybody is admitted. */
    private Mono<Wanted> withAllowed(Wanted wanted) {
        AccessPolicy policy = wanted.settings().access();
        List<DirectoryIdentity> listed = policy.mode() == AccessPolicy.Mode.UNRESTRICTED ? List.of() : policy.allowed();
        return trials.lookup(wanted.settings(), listed).map(found -> {
            listed.forEach(entry -> requireFound(entry, found));
            return allowing(wanted, found);
        });
    }

    private static void requireFound(DirectoryIdentity entry, List<DirectoryIdentity> found) {
        if (found.stream().noneMatch(entry::isSame)) {
            throw new ApiException.BadRequest(
                    "InvalidIdentity",
                    "field 'allowedIdentities': the directory has no '" + entry.id() + "' below its search bases");
        }
    }

    private static Wanted allowing(Wanted wanted, List<DirectoryIdentity> allowed) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(wanted.fields());
        fields.put(
                DirectoryFields.ALLOWED,
                allowed.stream().map(DirectoryConfigWriteHandler::wire).toList());
        DirectorySettings settings = wanted.settings();
        AccessPolicy policy = new AccessPolicy(settings.access().mode(), allowed);
        return new Wanted(
                fields,
                new DirectorySettings(
                        settings.kind(),
                        settings.server(),
                        settings.account(),
                        settings.users(),
                        settings.groups(),
                        policy));
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

    private Mono<Trial> trial(Wanted wanted, Map<String, @Nullable Object> given) {
        return signIn(wanted, given).flatMap(answer -> switch (answer) {
            case Refused _ -> Mono.just(new Trial(answer, false, false, 0));
            case Accepted(var user) ->
                Mono.zip(
                                access.isAdmitted(wanted.settings().access(), user),
                                identities.isAdministrator(user.user()),
                                identities.localAdministrators())
                        .map(known -> new Trial(answer, known.getT1(), known.getT2(), known.getT3()));
        });
    }

    private Mono<SignInAnswer> signIn(Wanted wanted, Map<String, @Nullable Object> given) {
        Object code = given.get(DirectoryTypes.CODE);
        return Mono.justOrEmpty(SignInCode.parse(code == null ? "" : code.toString()))
                .switchIfEmpty(Mono.error(() -> new ApiException.InvalidField(
                        "MissingRequired",
                        DirectoryTypes.CODE,
                        "field 'code' is required to enable or test a directory: user:password of somebody in it,"
                                + " best your own. It is tried once and not stored")))
                .flatMap(parsed -> trials.signIn(wanted.settings(), parsed.user(), parsed.password()));
    }

    private static Wanted wanted(DirectoryKind kind, Map<String, @Nullable Object> given, Stored stored) {
        Map<String, @Nullable Object> fields = DirectoryFields.complete(kind, given);
        String password = password(fields, given, stored);
        return switch (DirectoryFields.read(kind, fields, password)) {
            case Valid(DirectorySettings settings) -> new Wanted(fields, settings);
            case Invalid(String field, String sentence) ->
                throw new ApiException.InvalidField("InvalidLDAPConfig", field, sentence);
        };
    }

    /** The stored password goes to the server it was given for and to no other: else whoever may write here could read it. */
    private static @Nullable String password(
            Map<String, @Nullable Object> fields, Map<String, @Nullable Object> given, Stored stored) {
        Object password = given.get(DirectoryFields.PASSWORD);
        if (password != null && !password.toString().isEmpty()) {
            return password.toString();
        }
        DirectoryRow row = stored.row();
        if (row == null || stored.password() == null) {
            return null;
        }
        for (String field : PLACE) {
            String before = Objects.toString(row.fields().get(field), "");
            if (!before.equals(Objects.toString(fields.get(field), ""))) {
                throw new ApiException.InvalidField(
                        "MissingRequired",
                        DirectoryFields.PASSWORD,
                        "field 'serviceAccountPassword' is required because field '" + field + "' changes from '"
                                + before + "': the stored password is only sent where it was given for");
            }
        }
        return stored.password();
    }

    private DirectoryRow row(DirectoryKind kind, boolean isEnabled, Wanted wanted) {
        byte[] password = wanted.settings().account().password().getBytes(StandardCharsets.UTF_8);
        String sealed = writing.envelope().seal(DirectoryHandler.PASSWORD_PURPOSE, password, writing.random());
        return new DirectoryRow(kind.provider(), isEnabled, wanted.fields(), sealed);
    }

    private Mono<Void> written(DirectoryRow row) {
        return writing.changes()
                .write(Mono.defer(() -> configurations.save(row, writing.clock().instant())), _ -> List.of())
                .then();
    }

    private static boolean isDirectorys(Throwable error) {
        return error instanceof DirectoryException || error.getCause() instanceof DirectoryException;
    }

    /** Administrators are told what exactly is wrong. */
    private static Throwable invalid(Throwable error) {
        DirectoryException cause = error instanceof DirectoryException direct
                ? direct
                : error instanceof PartUnavailable && error.getCause() instanceof DirectoryException inner
                        ? inner
                        : null;
        return cause == null ? error : new ApiException.BadRequest("InvalidLDAPConfig", cause.sentence());
    }
}
