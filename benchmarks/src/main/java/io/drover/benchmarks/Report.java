package io.drover.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** All results as Markdown, with what is known about the machine. */
final class Report {
    static final String BEGIN = "<!-- results: begin -->";
    static final String END = "<!-- results: end -->";

    private Report() {}

    static String markdown(List<Section> sections, Instant now) {
        return machine(now) + "\n\n" + sections.stream().map(Section::markdown).collect(Collectors.joining("\n\n"));
    }

    private static String machine(Instant now) {
        Runtime.Version java = Runtime.version();
        return """
                Measured %s on %d cores (%s), Linux %s, Java %s. *load*: the machine's one-minute load average when a run \
                started; *foreign*: cores that went to anything but what was measured (other programs, the kernel's own \
                threads) during the runs. Both as lowest to highest of the runs.""".formatted(
                        now.truncatedTo(ChronoUnit.MINUTES),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        java);
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the results between the marks of a page, or is the whole file when there are no marks. */
    static String placed(String page, String results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        return begin < 0 || end < begin
                ? results + "\n"
                : page.substring(0, begin + BEGIN.length()) + "\n" + results + "\n" + page.substring(end);
    }

    static void write(Path file, String results) {
        try {
            String page = Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(file, placed(page, results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
