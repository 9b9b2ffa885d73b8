package io.drover.agent;

import io.drover.agent.reconcile.InstanceMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Which starts this agent has made, in {@code starts.log}: one line {@code uuid starts startGeneration} before each start. Keeps
 * the count of starts growing over restarts of the agent, and a restart that was carried out from being carried out again.
 * Written without forcing it to the disk: it survives the agent's death, and after the machine's a superfluous restart is cheap.
 */
final class StartJournal {
    private final Path file;

    StartJournal(Path folder) {
        this.file = folder.resolve("starts.log");
    }

    /** What is remembered; also shortens the file to one line per instance. A line torn by a crash is skipped. */
    Map<String, InstanceMemory> load() throws IOException {
        Map<String, InstanceMemory> memories = new HashMap<>();
        if (!Files.exists(file)) {
            return memories;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ");
            if (fields.length == 3 && fields[1].matches("\\d{1,18}") && fields[2].matches("\\d{1,18}")) {
                memories.put(
                        fields[0], InstanceMemory.remembered(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            }
        }
        Path draft = file.resolveSibling("starts.log.new");
        StringBuilder text = new StringBuilder();
        memories.forEach((uuid, memory) -> text.append(line(uuid, memory.starts(), memory.startGeneration())));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return memories;
    }

    synchronized void starting(String uuid, long starts, long startGeneration) {
        try {
            Files.writeString(
                    file, line(uuid, starts, startGeneration), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the start of " + uuid + " cannot be noted in " + file, e);
        }
    }

    private static String line(String uuid, long starts, long startGeneration) {
        return uuid + " " + starts + " " + startGeneration + "\n";
    }
}
