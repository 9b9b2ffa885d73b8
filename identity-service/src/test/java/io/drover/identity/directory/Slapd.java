package io.drover.identity.directory;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.controls.ManageDsaITRequestControl;
import com.unboundid.ldif.LDIFException;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The distribution's OpenLDAP server, with configuration and data of its own in a temporary folder, on free ports of loopback.
 * Its certificate is for {@value #HOST} unless a test wants another name in it.
 */
public final class Slapd implements AutoCloseable {
    public static final String HOST = "localhost";
    private static final String ADDRESS = "127.0.0.1";
    public static final String SUFFIX = "dc=example,dc=org";
    public static final String PEOPLE = "ou=people," + SUFFIX;
    public static final String GROUPS = "ou=groups," + SUFFIX;
    public static final String SERVICE = "cn=drover," + SUFFIX;
    public static final String SERVICE_PASSWORD = "service-password";
    private static final String ROOT = "cn=admin," + SUFFIX;
    private static final String ROOT_PASSWORD = "root-password";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final int tlsPort;
    private Process process;

    private Slapd(Path folder, int port, int tlsPort) throws IOException {
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = launch();
    }

    /** A running server with the two containers and the service account, and nobody else. */
    public static Slapd start() {
        return start(HOST);
    }

    /** @param certified the name in its certificate */
    static Slapd start(String certified) {
        try {
            Path folder = Files.createTempDirectory("drover-slapd");
            Files.createDirectory(folder.resolve("data"));
            run(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=" + certified,
                    "-addext",
                    "subjectAltName=DNS:" + certified,
                    "-keyout",
                    folder.resolve("key.pem").toString(),
                    "-out",
                    folder.resolve("cert.pem").toString());
            Files.writeString(folder.resolve("slapd.conf"), configuration(folder));
            Slapd slapd = new Slapd(folder, FreePort.find(), FreePort.find());
            slapd.addBasics();
            return slapd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(Path folder) {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/nis.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/slapd.pid
                TLSCertificateFile %1$s/cert.pem
                TLSCertificateKeyFile %1$s/key.pem
                sizelimit 1000
                database mdb
                maxsize 268435456
                suffix "%2$s"
                rootdn "%3$s"
                rootpw %4$s
                directory %1$s/data
                dbnosync
                index objectClass,uid,cn,member,memberUid eq
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="%5$s" read by anonymous auth by * none
                """.formatted(folder, SUFFIX, ROOT, ROOT_PASSWORD, SERVICE);
    }

    private Process launch() throws IOException {
        String urls = "ldap://%1$s:%2$d ldaps://%1$s:%3$d".formatted(ADDRESS, port, tlsPort);
        Process started = new ProcessBuilder(
                        "/usr/sbin/slapd", "-f", folder.resolve("slapd.conf").toString(), "-h", urls, "-d", "0")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && started.isAlive()) {
            try (LDAPConnection connection = new LDAPConnection(HOST, port)) {
                if (connection.isConnected()) {
                    return started;
                }
            } catch (LDAPException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        started.destroyForcibly();
        throw new IOException("slapd does not start: " + Files.readString(folder.resolve("log")));
    }

    private void addBasics() {
        add("dn: " + SUFFIX, "objectClass: dcObject", "objectClass: organization", "o: example", "dc: example");
        add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        add("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups");
        add(
                "dn: " + SERVICE,
                "objectClass: applicationProcess",
                "objectClass: simpleSecurityObject",
                "cn: drover",
                "userPassword: " + SERVICE_PASSWORD);
    }

    /** Answers the distinguished name. */
    public String addUser(String login, String password) {
        return addUser(login, password, PEOPLE);
    }

    public String addUser(String login, String password, String below) {
        Entry entry = new Entry(new com.unboundid.ldap.sdk.RDN("uid", login) + "," + below);
        entry.addAttribute("objectClass", "inetOrgPerson");
        entry.addAttribute("uid", login);
        entry.addAttribute("cn", login);
        entry.addAttribute("sn", login);
        entry.addAttribute("givenName", "The " + login);
        entry.addAttribute("userPassword", password);
        add(entry);
        return entry.getDN();
    }

    /** @param members distinguished names; they need not exist */
    public String addGroup(String name, List<String> members) {
        Entry entry = new Entry("cn=" + name + "," + GROUPS);
        entry.addAttribute("objectClass", "groupOfNames");
        entry.addAttribute("cn", name);
        entry.addAttribute("member", members);
        add(entry);
        return entry.getDN();
    }

    public void add(String... ldif) {
        as(connection -> connection.add(ldif));
    }

    private void add(Entry entry) {
        as(connection -> connection.add(entry));
    }

    /** An entry that only says "look elsewhere". */
    public void addReferral(String name, String url) {
        as(connection -> {
            Entry entry = new Entry("ou=" + name + "," + PEOPLE);
            entry.addAttribute("objectClass", "referral", "extensibleObject");
            entry.addAttribute("ou", name);
            entry.addAttribute("ref", url);
            AddRequest request = new AddRequest(entry);
            request.addControl(new ManageDsaITRequestControl(true));
            connection.add(request);
        });
    }

    public void modify(String name, Modification... changes) {
        as(connection -> connection.modify(name, changes));
    }

    public void delete(String name) {
        as(connection -> connection.delete(name));
    }

    /** Something done as the directory's administrator. */
    private interface Work {
        void on(LDAPConnection connection) throws LDAPException, LDIFException;
    }

    private void as(Work work) {
        try (LDAPConnection connection = new LDAPConnection(HOST, port, ROOT, ROOT_PASSWORD)) {
            work.on(connection);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    /** The server's certificate, PEM. */
    public String certificate() {
        try {
            return Files.readString(folder.resolve("cert.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until {@link #resume}. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It is there and says nothing, until {@link #goOn}. */
    public void pause() {
        signal("STOP");
    }

    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void resume() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try (var paths = Files.walk(folder)) {
            for (Path path : new ArrayList<>(
                    paths.sorted(java.util.Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
