package io.drover.agent.stats;

import io.drover.model.link.StatsSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kernel's counters, read from the texts of {@code /proc} (proc(5)). */
final class ProcFiles {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** USER_HZ is 100 on every Linux. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final long SECTOR = 512;

    private ProcFiles() {}

    /** {@code /proc/stat}: user and nice, system and interrupts, per core and in all; nanoseconds. */
    static StatsSample.Usage cpu(String stat) {
        List<Long> perCore = new ArrayList<>();
        long user = 0;
        long system = 0;
        for (String line : stat.lines().filter(text -> text.startsWith("cpu")).toList()) {
            String[] fields = BLANKS.split(line);
            long lineUser = ticks(fields, 1) + ticks(fields, 2);
            long lineSystem = ticks(fields, 3) + ticks(fields, 6) + ticks(fields, 7);
            if (fields[0].equals("cpu")) {
                user = lineUser;
                system = lineSystem;
            } else {
                perCore.add((lineUser + lineSystem) * NANOS_PER_TICK);
            }
        }
        return new StatsSample.Usage(
                (user + system) * NANOS_PER_TICK, perCore, user * NANOS_PER_TICK, system * NANOS_PER_TICK);
    }

    private static long ticks(String[] fields, int index) {
        return index < fields.length ? Long.parseLong(fields[index]) : 0;
    }

    /** A line of {@code /proc/meminfo}, in bytes; 0 if it is missing. */
    static long memory(String meminfo, String name) {
        return meminfo.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(BLANKS.split(line)[1]) * 1024)
                .findFirst()
                .orElse(0L);
    }

    /** {@code /proc/net/dev} without the loopback: the busiest interface, and all of them. Null if there is none. */
    static StatsSample.@Nullable Network network(String dev) {
        List<StatsSample.Network> all = dev.lines()
                .filter(line -> line.contains(":") && !line.strip().startsWith("lo:"))
                .map(ProcFiles::networkLine)
                .toList();
        return all.stream()
                .max(Comparator.comparingLong(StatsSample.Network::rxBytes))
                .map(busiest -> new StatsSample.Network(
                        busiest.name(),
                        busiest.rxBytes(),
                        busiest.rxPackets(),
                        busiest.rxErrors(),
                        busiest.rxDropped(),
                        busiest.txBytes(),
                        busiest.txPackets(),
                        busiest.txErrors(),
                        busiest.txDropped(),
                        all))
                .orElse(null);
    }

    private static StatsSample.Network networkLine(String line) {
        int colon = line.indexOf(':');
        String[] fields = BLANKS.split(line.substring(colon + 1).strip());
        return new StatsSample.Network(
                line.substring(0, colon).strip(),
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[8]),
                Long.parseLong(fields[9]),
                Long.parseLong(fields[10]),
                Long.parseLong(fields[11]),
                null);
    }

    /** {@code /proc/diskstats}: whole disks that were ever used. */
    static StatsSample.DiskIo disks(String diskstats) {
        return new StatsSample.DiskIo(diskstats
                .lines()
                .map(line -> BLANKS.split(line.strip()))
                .filter(fields -> fields.length > 9 && !fields[2].matches("(loop|ram).*"))
                .filter(fields -> Long.parseLong(fields[3]) + Long.parseLong(fields[7]) > 0)
                .map(ProcFiles::disk)
                .toList());
    }

    private static StatsSample.Device disk(String[] fields) {
        long read = Long.parseLong(fields[5]) * SECTOR;
        long written = Long.parseLong(fields[9]) * SECTOR;
        return new StatsSample.Device(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                new StatsSample.Stats(read, written, 0, read + written, read + written));
    }
}
