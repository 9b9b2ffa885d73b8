package io.drover.identity.directory;

import com.unboundid.ldap.sdk.Entry;
import io.drover.runtime.call.Guarded;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks directories: each question on a thread of a bounded pool of its own, with a timeout, a breaker and a metric. A
 * directory that is away ends with {@code PartUnavailable}; everything else that is wrong with {@link DirectoryException}.
 */
public final class DirectoryClient {
    private final Guarded guarded;
    private final Scheduler pool;
    private final @Nullable Path trustFile;

    /**
     * @param guarded counts {@link #isAway} as faults
     * @param pool bounded
     * @param trustFile PEM file of certificates to trust beside those of the Java runtime, or null
     */
    public DirectoryClient(Guarded guarded, Scheduler pool, @Nullable Path trustFile) {
        this.guarded = guarded;
        this.pool = pool;
        this.trustFile = trustFile;
    }

    /** Whether an error means that the directory is away, and not that it said no. */
    public static boolean isAway(Throwable error) {
        return error instanceof DirectoryException directory
                && directory.problem() == DirectoryException.Problem.UNREACHABLE;
    }

    /** Who has that name and that password. Which half was wrong is for the audit log only. */
    public Mono<SignInAnswer> signIn(DirectorySettings settings, String typed, String password) {
        return ask(() -> answer(settings, typed, password));
    }

    private SignInAnswer answer(DirectorySettings settings, String typed, String password) {
        Optional<LoginName> name =
                LoginName.parse(settings.kind(), settings.users().loginDomain(), typed);
        if (name.isEmpty()) {
            return new SignInAnswer.Refused("the name is of another domain");
        }
        if (password.isEmpty()) {
            return new SignInAnswer.Refused("the password is empty");
        }
        LdapConnector connector = connector(settings);
        try (LdapSession session = LdapSession.open(connector, settings)) {
            List<Entry> found = session.usersNamed(name.get());
            if (found.size() != 1) {
                return new SignInAnswer.Refused(
                        found.isEmpty() ? "no such user in the directory" : "more than one user has this login");
            }
            Entry user = found.getFirst();
            if (user.getDN().length() > DirectoryIdentity.LONGEST_NAME) {
                return new SignInAnswer.Refused("the user's distinguished name is longer than "
                        + DirectoryIdentity.LONGEST_NAME + " characters");
            }
            if (!connector.accepts(user.getDN(), password)) {
                return new SignInAnswer.Refused("the directory does not accept the password");
            }
            return session.isDisabled(user)
                    ? new SignInAnswer.Refused("the user is disabled in the directory")
                    : new SignInAnswer.Accepted(
                            new DirectoryUser(session.identity(user), false, session.groupsOf(user)));
        }
    }

    /** What the directory says about users now, by their distinguished names; those that are gone are missing. */
    public Mono<Map<String, DirectoryUser>> read(DirectorySettings settings, List<String> names) {
        return ask(() -> {
            try (LdapSession session = LdapSession.open(connector(settings), settings)) {
                session.requireBases();
                Map<String, DirectoryUser> users = new LinkedHashMap<>();
                for (String name : names) {
                    Entry entry = session.user(name);
                    if (entry != null) {
                        users.put(name, user(session, entry));
                    }
                }
                return users;
            }
        });
    }

    private static DirectoryUser user(LdapSession session, Entry entry) {
        boolean isDisabled = session.isDisabled(entry);
        return new DirectoryUser(session.identity(entry), isDisabled, isDisabled ? List.of() : session.groupsOf(entry));
    }

    /** Users and groups by name, {@code most} of each. */
    public Mono<List<DirectoryIdentity>> search(DirectorySettings settings, String text, boolean within, int most) {
        return ask(() -> {
            try (LdapSession session = LdapSession.open(connector(settings), settings)) {
                return session.search(text, within, most);
            }
        });
    }

    /** What the directory calls these; those it does not have are missing. */
    public Mono<List<DirectoryIdentity>> lookup(DirectorySettings settings, List<DirectoryIdentity> wanted) {
        return ask(() -> {
            try (LdapSession session = LdapSession.open(connector(settings), settings)) {
                session.requireBases();
                return wanted.stream()
                        .flatMap(one -> session.lookup(one.type(), one.externalId()).stream())
                        .toList();
            }
        });
    }

    private LdapConnector connector(DirectorySettings settings) {
        return new LdapConnector(settings.server(), trustFile);
    }

    private <T> Mono<T> ask(Callable<T> question) {
        return guarded.mono(Mono.fromCallable(question).subscribeOn(pool));
    }
}
