package io.drover.identity.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The distribution's Samba as an Active Directory domain controller, LDAP only, with everything in a temporary folder. Its
 * ports cannot be chosen, so it gets a loopback address of its own; binding 389 needs root.
 */
public final class SambaDc implements AutoCloseable {
    public static final String DOMAIN = "DOM";
    public static final String REALM = "dom.example.org";
    public static final String SUFFIX = "DC=dom,DC=example,DC=org";
    public static final String PEOPLE = "CN=Users," + SUFFIX;
    public static final String ADMINISTRATOR = "CN=Administrator," + PEOPLE;
    public static final String ADMINISTRATOR_PASSWORD = "Adm1n-Passw0rd";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final String address;
    private final Process process;

    private SambaDc(Path folder, String address) throws IOException {
        this.folder = folder;
        this.address = address;
        this.process = launch();
    }

    /** Takes about twenty seconds. */
    public static SambaDc start() {
        try {
            Path folder = Files.createTempDirectory("drover-samba");
            run(
                    "samba-tool",
                    "domain",
                    "provision",
                    "--targetdir=" + folder.resolve("ad"),
                    "--realm=" + REALM,
                    "--domain=" + DOMAIN,
                    "--server-role=dc",
                    "--dns-backend=NONE",
                    "--adminpass=" + ADMINISTRATOR_PASSWORD,
                    "--host-name=dc1",
                    "--host-ip=127.0.0.1");
            var random = ThreadLocalRandom.current();
            String address =
                    "127.%d.%d.%d".formatted(random.nextInt(64, 127), random.nextInt(256), random.nextInt(1, 255));
            return new SambaDc(folder, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(
                        "samba",
                        "-F",
                        "-M",
                        "single",
                        "--no-process-group",
                        "--configfile=" + configuration(),
                        "--option=server services=ldap",
                        "--option=dcerpc endpoint servers=",
                        "--option=interfaces=" + address + "/8",
                        "--option=bind interfaces only=yes",
                        "--option=ldap server require strong auth=no",
                        "--option=pid directory=" + folder,
                        "--option=log file=" + folder.resolve("samba.log"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && started.isAlive()) {
            try (var _ = new LDAPConnection(address, 389, ADMINISTRATOR, ADMINISTRATOR_PASSWORD)) {
                return started;
            } catch (LDAPException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        started.destroyForcibly();
        throw new IOException("samba does not start: " + Files.readString(folder.resolve("output")));
    }

    private String configuration() {
        return folder.resolve("ad/etc/smb.conf").toString();
    }

    /** Runs {@code samba-tool} on its data. */
    public void tool(String... arguments) {
        List<String> command = new ArrayList<>(List.of("samba-tool"));
        command.addAll(List.of(arguments));
        command.add("--configfile=" + configuration());
        try {
            run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return address;
    }

    /** The authority of its certificate, PEM. */
    public String certificate() {
        try {
            return Files.readString(folder.resolve("ad/private/tls/ca.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " " + command[1] + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
