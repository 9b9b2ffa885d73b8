package io.drover.runtime.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server of our own in a data folder, for small installations and tests. It listens on 127.0.0.1 only, knows one
 * user with a random password (kept in the folder, readable by the owner only), and survives being killed: InnoDB recovers
 * at the next start, and a server that outlived its JVM is stopped first. Blocking; used before anything reactive starts.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    private static final String USER = "drover";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int START_TRIES = 3;

    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedMariaDb(Process process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * @param data the database's own folder; created if missing
     * @param cache where the server's programs are unpacked; may be shared between installations
     * @param durable false for tests: commits need not survive the machine (they do survive the process)
     */
    public record Options(Path data, Path cache, boolean durable) {}

    /** Starts the server and returns when it answers: below a second in a folder that was used before. */
    public static EmbeddedMariaDb start(Options options) {
        try {
            Path data = options.data().toAbsolutePath();
            createPrivate(data);
            stopLeftover(data);
            MariaDbBinaries binaries = MariaDbBinaries.in(options.cache());
            String password = password(data);
            install(binaries, data);
            return launch(binaries, options, data, password);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the database in %s cannot be started: %s".formatted(options.data(), e.getMessage()), e);
        }
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public long pid() {
        return process.pid();
    }

    /** For {@link DatabaseSettings#url()}, with MariaDB's driver. */
    public String r2dbcUrl() {
        return r2dbcUrl("mariadb");
    }

    /** @param driver {@code mariadb} or {@code mysql} */
    public String r2dbcUrl(String driver) {
        return "r2dbc:%s://%s:%s@127.0.0.1:%d".formatted(driver, USER, password, port);
    }

    /** Completes when the server has ended, whoever ended it. */
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(_ -> {});
    }

    /** Stops the server in good order. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                log.warn(
                        "the database did not stop within {}; it is killed and recovers at the next start", STOP_LIMIT);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody else on the machine looks into the folder. */
    private static void createPrivate(Path data) throws IOException {
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    /** A killed JVM leaves its server running; two on one folder would refuse each other. */
    private static void stopLeftover(Path data) throws IOException {
        Path pidFile = data.resolve("server.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> leftover =
                ProcessHandle.of(number(Files.readString(pidFile))).filter(process -> isServerOf(process, data));
        if (leftover.isPresent()) {
            log.info("stopping the database server that an earlier run left in {}", data);
            stop(leftover.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /** Process ids are reused: only a server of this very folder is ours. */
    private static boolean isServerOf(ProcessHandle process, Path data) {
        try {
            String commandLine = Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())));
            return commandLine.contains("mariadbd") && commandLine.contains("--datadir=" + data.resolve("db") + '\0');
        } catch (IOException _) {
            return false;
        }
    }

    private static void stop(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("the database server {} did not stop; it is killed", server.pid(), e);
            server.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String password(Path data) throws IOException {
        Path file = data.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Makes the system tables, in a folder aside, so that a killed installation is not taken for a database. */
    private static void install(MariaDbBinaries binaries, Path data) throws IOException {
        Path db = data.resolve("db");
        if (Files.exists(db)) {
            return;
        }
        Path aside = data.resolve("db.new");
        deleteTree(aside);
        List<String> command = new ArrayList<>(List.of(
                binaries.installer().toString(),
                "--no-defaults",
                "--basedir=" + binaries.folder(),
                "--datadir=" + aside,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                "--innodb-log-file-size=16M"));
        command.addAll(asRoot());
        Path output = data.resolve("install.log");
        Process install = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!finished(install, START_LIMIT) || install.exitValue() != 0) {
            install.destroyForcibly();
            throw new IOException(
                    "the system tables could not be made; %s says: %s".formatted(output, lastLines(output)));
        }
        Files.move(aside, db, StandardCopyOption.ATOMIC_MOVE);
    }

    private static EmbeddedMariaDb launch(MariaDbBinaries binaries, Options options, Path data, String password)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Path init = data.resolve("init.sql");
            writePrivate(init, initialStatements(password));
            Path output = rotatedLog(data);
            Process process = new ProcessBuilder(command(binaries, options, data, port, init))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Files.writeString(data.resolve("server.pid"), Long.toString(process.pid()));
            EmbeddedMariaDb database = new EmbeddedMariaDb(process, port, password);
            boolean answers = database.awaitAnswer();
            Files.deleteIfExists(init);
            if (answers) {
                log.info("the database in {} answers on port {}", data, port);
                return database;
            }
            database.close();
            if (attempt == START_TRIES) {
                throw new IOException("the server does not answer; %s says: %s".formatted(output, lastLines(output)));
            }
        }
    }

    /**
     * One statement per line: of two on one line the second would not take effect. The installation's own accounts
     * (anonymous ones, root without a password) go; only ours and the server's internal one stay.
     */
    private static String initialStatements(String password) {
        return """
                DELETE FROM mysql.global_priv WHERE User NOT IN ('%1$s', 'mariadb.sys');
                FLUSH PRIVILEGES;
                CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                ALTER USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1';
                """.formatted(USER, password);
    }

    private static List<String> command(MariaDbBinaries binaries, Options options, Path data, int port, Path init) {
        List<String> command = new ArrayList<>(List.of(
                binaries.server().toString(),
                "--no-defaults",
                "--basedir=" + binaries.folder(),
                "--lc-messages-dir=" + binaries.folder().resolve("share"),
                "--datadir=" + data.resolve("db"),
                "--socket=" + "@drover-" + port,
                "--pid-file=" + data.resolve("mariadbd.pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // Without it the server makes itself a new certificate at every start: seconds.
                "--skip-ssl",
                // Otherwise 127.0.0.1 becomes localhost, for which there is another account.
                "--skip-name-resolve",
                "--init-file=" + init,
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--default-time-zone=+00:00",
                "--performance-schema=OFF",
                "--skip-log-bin",
                "--max-connections=200",
                "--table-open-cache=400",
                "--innodb-buffer-pool-size=48M",
                "--innodb-log-file-size=16M",
                "--innodb-log-buffer-size=4M",
                "--key-buffer-size=1M",
                "--aria-pagecache-buffer-size=8M",
                "--innodb-flush-log-at-trx-commit=" + (options.durable() ? 1 : 2)));
        command.addAll(asRoot());
        return command;
    }

    /** The server refuses to run as root unless it is told so. */
    private static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    private boolean awaitAnswer() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            if (answers()) {
                return true;
            }
            if (finished(process, Duration.ofMillis(20))) {
                return false;
            }
        }
        return false;
    }

    private boolean answers() {
        String url = "jdbc:mariadb://127.0.0.1:%d/?connectTimeout=1000&socketTimeout=5000".formatted(port);
        try (Connection connection = DriverManager.getConnection(url, USER, password)) {
            return connection.isValid(2);
        } catch (SQLException _) {
            return false;
        }
    }

    private static boolean finished(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Path rotatedLog(Path data) throws IOException {
        Path output = data.resolve("server.log");
        if (Files.exists(output)) {
            Files.move(output, data.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return output;
    }

    private static String lastLines(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
