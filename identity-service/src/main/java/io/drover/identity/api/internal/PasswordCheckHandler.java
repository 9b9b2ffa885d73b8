package io.drover.identity.api.internal;

import io.drover.identity.secret.PasswordClient;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Checks secrets that people chose and that this installation knows, in the password pool. */
public final class PasswordCheckHandler {
    private final AccountStore accounts;
    private final CredentialStore credentials;
    private final PasswordClient passwords;
    private final SignInRecordHandler records;

    public PasswordCheckHandler(
            AccountStore accounts, CredentialStore credentials, PasswordClient passwords, SignInRecordHandler records) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
        this.records = records;
    }

    /** A sign-in that worked. */
    public record SignedIn(AccountRow account, CredentialRow credential) {}

    /** What was found under a name; both null, or both not. */
    private record Candidate(
            @Nullable CredentialRow credential, @Nullable AccountRow account) {
        static final Candidate NOBODY = new Candidate(null, null);

        @Nullable
        String reasonToRefuse() {
            if (credential == null || account == null) {
                return "no such user";
            }
            if (!credential.isActive()) {
                return "the password is not active";
            }
            return account.isActive() ? null : "the account is not active";
        }
    }

    /** Whether somebody here has that name and a password of their own. */
    public Mono<Boolean> knows(String name) {
        return credentials
                .byPublicValue(name)
                .map(row -> row.kind() == CredentialKind.PASSWORD)
                .defaultIfEmpty(false);
    }

    /**
     * The account behind name and password, or 401, or 429.
     *
     * @param address of the client
     * @param further what has to be right besides the password, for the account; empty, or an error
     */
    public Mono<SignedIn> check(
            String name, String password, String address, Function<AccountRow, Mono<Void>> further) {
        return credentials
                .byPublicValue(name)
                .filter(row -> row.kind() == CredentialKind.PASSWORD)
                .flatMap(row -> accounts.find(row.account()).map(account -> new Candidate(row, account)))
                .defaultIfEmpty(Candidate.NOBODY)
                .flatMap(candidate -> check(candidate, name, password, address, further));
    }

    /** The same for a key whose secret somebody chose. */
    Mono<SignedIn> check(CredentialRow key, String secret, String address) {
        return accounts.find(key.account())
                .map(account -> new Candidate(key, account))
                .defaultIfEmpty(Candidate.NOBODY)
                .flatMap(candidate -> check(candidate, key.publicValue(), secret, address, _ -> Mono.empty()));
    }

    private Mono<SignedIn> check(
            Candidate candidate, String name, String secret, String address, Function<AccountRow, Mono<Void>> further) {
        CredentialRow credential = candidate.credential();
        return records.started(name, address)
                .then(Mono.defer(() -> passwords.matches(secret, credential == null ? null : credential.secretHash())))
                .flatMap(matches -> conclude(candidate, matches, name, address, further));
    }

    private Mono<SignedIn> conclude(
            Candidate candidate,
            boolean matches,
            String name,
            String address,
            Function<AccountRow, Mono<Void>> further) {
        CredentialRow credential = candidate.credential();
        AccountRow account = candidate.account();
        if (credential == null || account == null) {
            return records.refused(name, null, address, "no such user");
        }
        String reason = matches ? candidate.reasonToRefuse() : "wrong password";
        return reason == null
                ? further.apply(account)
                        .then(Mono.defer(() -> records.succeeded(name, account, address)))
                        .thenReturn(new SignedIn(account, credential))
                : records.refused(name, account, address, reason);
    }
}
