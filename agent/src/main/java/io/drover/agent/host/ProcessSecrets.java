package io.drover.agent.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Takes a secret out of {@code /proc/PID/environ} and {@code /proc/PID/cmdline}. The kernel shows there what lies in the
 * process's own memory since it was started; overwriting it is what {@code setproctitle} programs do. The Java process has its own
 * copies and does not notice. On the command line the secret is visible until then: the environment is the better way.
 */
public final class ProcessSecrets {
    /** Fields of /proc/self/stat (proc(5)), counted from the one after the program's name: 48-51 are the areas' ends. */
    private static final int ARG_START = 48 - 3;

    private static final int ENV_START = 50 - 3;
    private static final int MOST = 4 << 20;

    private ProcessSecrets() {}

    /** Answers how many places were overwritten. */
    public static int forget(String secret) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            byte[] needle = secret.getBytes(StandardCharsets.UTF_8);
            return wipe(memory, number(fields, ARG_START), number(fields, ARG_START + 1), needle)
                    + wipe(memory, number(fields, ENV_START), number(fields, ENV_START + 1), needle);
        }
    }

    private static long number(String[] fields, int index) {
        return index < fields.length ? Long.parseUnsignedLong(fields[index]) : 0;
    }

    private static int wipe(RandomAccessFile memory, long from, long to, byte[] needle) throws IOException {
        if (needle.length == 0 || from == 0 || to <= from || to - from > MOST) {
            return 0;
        }
        byte[] area = new byte[(int) (to - from)];
        memory.seek(from);
        memory.readFully(area);
        byte[] blank = new byte[needle.length];
        Arrays.fill(blank, (byte) '*');
        int found = 0;
        for (int at = 0; at + needle.length <= area.length; at++) {
            if (Arrays.equals(area, at, at + needle.length, needle, 0, needle.length)) {
                memory.seek(from + at);
                memory.write(blank);
                found++;
            }
        }
        return found;
    }
}
