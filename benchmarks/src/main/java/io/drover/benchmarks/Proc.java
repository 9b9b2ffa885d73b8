package io.drover.benchmarks;

import io.drover.e2e.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** What the kernel says about processes, control groups and the machine. Processor time is in seconds. */
final class Proc {
    /** The kernel counts in hundredths of a second for user space, whatever its own clock is. */
    private static final double TICKS = 100.0;

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Proc() {}

    /** Processor time of a process and of its children that have ended; 0 when it is gone. */
    static double spent(long pid) {
        String stat = readOrEmpty(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.isEmpty() ? 0 : spentOf(stat);
    }

    /** @param stat the line of {@code /proc/PID/stat}; the name in it may hold spaces and parentheses */
    static double spentOf(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        // utime, stime, cutime, cstime: fields 14 to 17 of the line, counted from 1; the first here is number 3.
        return LongStream.of(
                                Long.parseLong(fields[11]),
                                Long.parseLong(fields[12]),
                                Long.parseLong(fields[13]),
                                Long.parseLong(fields[14]))
                        .sum()
                / TICKS;
    }

    /** Resident memory in MB, shared pages included. */
    static double resident(long pid) {
        String status = read(Path.of("/proc", Long.toString(pid), "status"));
        return kibibytes(status, "VmRSS:") * 1024 / 1e6;
    }

    static long kibibytes(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + field + " in " + status));
    }

    /** Processor time that this machine spent on anything since it started. */
    static double busy() {
        return busyOf(read(Path.of("/proc/stat")));
    }

    static double busyOf(String stat) {
        long[] fields = Arrays.stream(stat.lines().findFirst().orElseThrow().split("\\s+"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        // user nice system idle iowait irq softirq steal; guests are in user already
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TICKS;
    }

    /** Processes that wanted to run, averaged over the last minute. */
    static double load() {
        return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /** Processor time of everything on a lab host, or of one part of it: {@code agent} or {@code sys} (the engine). */
    static double spentOnHost(int host, String part) {
        String group = Lab.name() + "-lab/h" + host + (part.isEmpty() ? "" : "/" + part);
        String version1 = readOrEmpty(CGROUPS.resolve("cpuacct").resolve(group).resolve("cpuacct.usage"));
        if (!version1.isEmpty()) {
            return Long.parseLong(version1.strip()) / 1e9;
        }
        String version2 = readOrEmpty(CGROUPS.resolve(group).resolve("cpu.stat"));
        return version2.lines()
                .filter(line -> line.startsWith("usage_usec "))
                .mapToDouble(line -> Long.parseLong(line.substring("usage_usec ".length())) / 1e6)
                .sum();
    }

    /** The descendants of a process with that command name. */
    static List<Long> descendants(long pid, String command) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(child -> readOrEmpty(Path.of("/proc", Long.toString(child), "comm"))
                        .strip()
                        .equals(command))
                .toList();
    }

    private static String readOrEmpty(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            // a process that ends while it is read
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
