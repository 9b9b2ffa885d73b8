package io.drover.identity.api;

import static io.drover.identity.token.Revocation.CREDENTIAL;
import static io.drover.identity.token.Revocation.PROJECT;

import io.drover.identity.FirstPassword;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.MemberList.Member;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.PasswordClient;
import io.drover.identity.secret.PasswordHash;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.ProjectStore;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The first start: one administrator, one environment, and the template that the reference's command line names when it makes
 * another one (spec: identity sheet, 2.1 and 8.2). Later starts change nothing: an
 * administrator who was removed stays removed, a password that was changed stays changed, a preset key that was removed
 * stays removed.
 */
public final class BootstrapHandler {
    private static final String ADMIN_NAME = "admin";
    private static final long DEFAULT_PROJECT = 5;
    /** It has no stacks: the suite needs none in an environment. Administrators change it or remove it. */
    private static final ProjectTemplateStore.Written TEMPLATE = new ProjectTemplateStore.Written(
            "Cattle", "An environment in which nothing is deployed yet", true, null, List.of());
    /** Below this a chosen secret is hashed slowly, because it may be guessable. */
    private static final int RANDOM_ENOUGH = 32;

    private final Stores stores;
    private final ChangeStore changes;
    private final PasswordClient passwords;
    private final Sources sources;

    public record Stores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            ProjectTemplateStore templates) {}

    public record Sources(Ids ids, Clock clock, RandomGenerator random) {}

    /**
     * What the environment of the process presets.
     *
     * @param password of the administrator, used at the first start only
     * @param key {@code access:secret} of an API key of the administrator
     */
    public record Preset(
            @Nullable String password, @Nullable String key) {
        @Override
        public String toString() {
            return "Preset";
        }
    }

    public BootstrapHandler(Stores stores, ChangeStore changes, PasswordClient passwords, Sources sources) {
        this.stores = stores;
        this.changes = changes;
        this.passwords = passwords;
        this.sources = sources;
    }

    /** Answers the random password if one was made now; empty otherwise. */
    public Mono<String> run(Preset preset) {
        requireGood(preset);
        Mono<String> administrator = stores.accounts()
                .find(FirstPassword.ADMIN)
                .hasElement()
                .flatMap(exists -> exists ? Mono.<String>empty() : firstStart(preset.password()));
        // The key belongs to the administrator, who exists then; singleOrEmpty waits for both.
        return Flux.concat(administrator, presetKey(preset.key()).then(Mono.<String>empty()))
                .singleOrEmpty();
    }

    private Mono<String> firstStart(@Nullable String preset) {
        String password = preset == null ? KeyText.password(sources.random()) : preset;
        return passwords
                .hash(password)
                .flatMap(hash -> changes.write(
                        installation(hash), _ -> List.of(NewChange.created(PROJECT, DEFAULT_PROJECT, DEFAULT_PROJECT))))
                // Another replica was faster; its password is the password.
                .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty())
                .filter(_ -> preset == null)
                .map(_ -> password);
    }

    private Mono<Long> installation(String passwordHash) {
        Instant now = sources.clock().instant();
        return account(FirstPassword.ADMIN, AccountKind.ADMIN, ADMIN_NAME, now)
                .then(account(2, AccountKind.SERVICE, "System Service", now))
                .then(account(3, AccountKind.SERVICE, "token", now))
                .then(account(4, AccountKind.REGISTER, "register", now))
                .then(account(DEFAULT_PROJECT, AccountKind.PROJECT, "Default", now))
                .then(stores.projects().insert(DEFAULT_PROJECT, "cattle", 49_153, 65_535))
                .then(stores.members()
                        .insert(
                                DEFAULT_PROJECT,
                                new Member(ProjectWriteHandler.LOCAL, Long.toString(FirstPassword.ADMIN), Role.OWNER),
                                null,
                                sources.ids().uuid(),
                                now))
                .then(stores.templates().insert(sources.ids().uuid(), FirstPassword.ADMIN, TEMPLATE, now))
                .then(stores.credentials().insert(key(CredentialKind.PASSWORD, ADMIN_NAME, passwordHash), now));
    }

    private Mono<Long> account(long id, AccountKind kind, String name, Instant now) {
        return stores.accounts().insertAs(id, new AccountRow.New(sources.ids().uuid(), kind, name, null), now);
    }

    private Mono<Void> presetKey(@Nullable String preset) {
        if (preset == null) {
            return Mono.empty();
        }
        int colon = preset.indexOf(':');
        String access = preset.substring(0, colon);
        String secret = preset.substring(colon + 1);
        Mono<String> hash =
                secret.length() >= RANDOM_ENOUGH ? Mono.just(SecretHash.of(secret)) : passwords.hash(secret);
        return stores.credentials()
                .everHad(access)
                .filter(had -> !had)
                .flatMap(_ -> hash)
                .flatMap(hashed -> changes.write(
                        stores.credentials()
                                .insert(
                                        key(CredentialKind.API_KEY, access, hashed),
                                        sources.clock().instant()),
                        id -> List.of(NewChange.created(CREDENTIAL, id, null))))
                .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty())
                .then();
    }

    private CredentialRow.New key(CredentialKind kind, String publicValue, String hash) {
        return new CredentialRow.New(
                sources.ids().uuid(), FirstPassword.ADMIN, kind, "bootstrap", null, publicValue, hash, null);
    }

    private static void requireGood(Preset preset) {
        String password = preset.password();
        if (password != null && password.length() < PasswordHash.MIN_LENGTH) {
            throw new IllegalArgumentException("DROVER_BOOTSTRAP_PASSWORD has fewer than " + PasswordHash.MIN_LENGTH
                    + " characters: choose a longer one, or unset it for a random one");
        }
        String key = preset.key();
        if (key != null && !key.matches("[A-Za-z0-9._-]{1,64}:.{8,}")) {
            throw new IllegalArgumentException(
                    "DROVER_BOOTSTRAP_KEY is not of the form access:secret, with an access key of"
                            + " letters, digits, '.', '_' or '-', and a secret of 8 characters or more");
        }
    }
}
