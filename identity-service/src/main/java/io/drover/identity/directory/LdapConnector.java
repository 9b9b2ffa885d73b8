package io.drover.identity.directory;

import static io.drover.identity.directory.DirectoryException.Problem.SEARCH;
import static io.drover.identity.directory.DirectoryException.Problem.SERVICE_ACCOUNT;
import static io.drover.identity.directory.DirectoryException.Problem.UNREACHABLE;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLUtil;
import io.drover.identity.directory.DirectorySettings.Security;
import io.drover.identity.directory.DirectorySettings.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to a directory: with a limit on every wait, TLS with the server's name checked, and without following
 * referrals, which would send passwords wherever a directory points. Blocks. (The SDK does not check names where the server is
 * given as a numeric loopback address: those bytes never leave the machine.)
 */
final class LdapConnector {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    /** What a directory answers when it is well and does not want this name with this password. */
    private static final Set<ResultCode> REFUSALS = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INVALID_DN_SYNTAX);

    private final Server server;
    private final @Nullable Path trustFile;

    LdapConnector(Server server, @Nullable Path trustFile) {
        this.server = server;
        this.trustFile = trustFile;
    }

    /** A connection that nobody has signed in on. */
    LDAPConnection open() {
        try {
            return switch (server.security()) {
                case PLAIN -> new LDAPConnection(options(), server.host(), server.port());
                case LDAPS -> new LDAPConnection(tls().getSocketFactory(), options(), server.host(), server.port());
                case START_TLS -> startTls(new LDAPConnection(options(), server.host(), server.port()));
            };
        } catch (LDAPException e) {
            throw unreachable(e);
        } catch (GeneralSecurityException | IOException e) {
            throw new DirectoryException(
                    UNREACHABLE,
                    "the certificates to trust for " + address() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** A connection of the service account. */
    LDAPConnection openAs(DirectorySettings.ServiceAccount account) {
        LDAPConnection connection = open();
        boolean isIn = false;
        try {
            isIn = binds(connection, account.name(), account.password());
        } finally {
            if (!isIn) {
                connection.close();
            }
        }
        if (!isIn) {
            throw new DirectoryException(
                    SERVICE_ACCOUNT,
                    "Unable to authenticate service account. " + address() + " does not accept '" + account.name()
                            + "' with the password in 'serviceAccountPassword'",
                    null);
        }
        return connection;
    }

    /** Whether the password is that entry's. An empty one would be an anonymous bind, which always works: refused here. */
    boolean accepts(String name, String password) {
        if (password.isEmpty()) {
            return false;
        }
        try (LDAPConnection connection = open()) {
            return binds(connection, name, password);
        }
    }

    private boolean binds(LDAPConnection connection, String name, String password) {
        if (password.isEmpty()) {
            return false;
        }
        try {
            connection.bind(new SimpleBindRequest(name, password));
            return true;
        } catch (LDAPException e) {
            if (REFUSALS.contains(e.getResultCode())) {
                return false;
            }
            throw unreachable(e);
        }
    }

    private LDAPConnection startTls(LDAPConnection connection) throws GeneralSecurityException, IOException {
        boolean isDone = false;
        try {
            ExtendedResult answer = connection.processExtendedOperation(new StartTLSExtendedRequest(tls()));
            if (answer.getResultCode() != ResultCode.SUCCESS) {
                throw new DirectoryException(
                        UNREACHABLE, address() + " refuses StartTLS: " + answer.getResultCode(), null);
            }
            isDone = true;
            return connection;
        } catch (LDAPException e) {
            throw unreachable(e);
        } finally {
            if (!isDone) {
                connection.close();
            }
        }
    }

    private SSLContext tls() throws GeneralSecurityException, IOException {
        return new SSLUtil(Certificates.trust(server.certificates(), trustFile)).createSSLContext();
    }

    private LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) server.timeout().toMillis());
        options.setResponseTimeoutMillis(ANSWER_TIMEOUT.toMillis());
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setAbandonOnTimeout(false);
        if (server.security() != Security.PLAIN) {
            options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        }
        return options;
    }

    private String address() {
        return server.host() + ":" + server.port();
    }

    /** The sentence holds the SDK's own account of it, which names hosts and certificates and never a password. */
    DirectoryException unreachable(LDAPException e) {
        return new DirectoryException(
                UNREACHABLE, "Unable to talk to ldap. " + address() + ": " + e.getExceptionMessage(), e);
    }

    /** A search failed: the line is broken, or the directory refuses the search. */
    DirectoryException failed(String base, LDAPException e) {
        boolean isRefusal = e.getResultCode() == ResultCode.NO_SUCH_OBJECT
                || e.getResultCode() == ResultCode.INSUFFICIENT_ACCESS_RIGHTS
                || e.getResultCode() == ResultCode.INVALID_DN_SYNTAX
                || e.getResultCode() == ResultCode.UNDEFINED_ATTRIBUTE_TYPE
                || e.getResultCode() == ResultCode.INAPPROPRIATE_MATCHING;
        return isRefusal
                ? new DirectoryException(
                        SEARCH,
                        "Invalid ldap search base. The service account cannot search below '" + base + "': "
                                + e.getResultCode(),
                        e)
                : unreachable(e);
    }
}
