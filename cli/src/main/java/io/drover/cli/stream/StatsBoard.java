package io.drover.cli.stream;

import io.drover.cli.stream.Usage.Rate;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Table;
import io.drover.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The table of {@code stats}: the newest two samples of each thing, drawn again when all have news. */
public final class StatsBoard {
    private static final String HOME_AND_CLEAR = "\033[H\033[J";

    private final Terminal terminal;
    private final Map<String, String> names;
    private final boolean silent;
    private final Map<String, Pair> samples = new HashMap<>();
    private final CompletableFuture<Boolean> complete = new CompletableFuture<>();
    private int news;

    private record Pair(Usage earlier, Usage latest, boolean two) {}

    /**
     * @param names of the things shown, by id, in order
     * @param silent draw only when asked
     */
    public StatsBoard(Terminal terminal, Map<String, String> names, boolean silent) {
        this.terminal = terminal;
        this.names = names;
        this.silent = silent;
    }

    /** True once two samples of everything are here. */
    public CompletableFuture<Boolean> complete() {
        return complete;
    }

    public synchronized void add(List<Usage> usages) {
        for (Usage usage : usages) {
            if (names.containsKey(usage.id())) {
                Pair before = samples.get(usage.id());
                samples.put(
                        usage.id(),
                        before == null ? new Pair(usage, usage, false) : new Pair(before.latest, usage, true));
                news++;
            }
        }
        if (samples.size() == names.size() && samples.values().stream().allMatch(Pair::two)) {
            complete.complete(true);
        }
        if (!silent && news >= names.size()) {
            news = 0;
            draw();
        }
    }

    public synchronized void showOnce() {
        terminal.print(table());
    }

    private void draw() {
        if (terminal.attached().out()) {
            terminal.out().print(HOME_AND_CLEAR);
        }
        terminal.print(table());
    }

    Table table() {
        Table table = new Table("ID", "NAME", "CPU", "MEMORY", "LIMIT", "NET IN/OUT", "DISK READ/WRITE");
        names.forEach((id, name) -> {
            Pair pair = samples.get(id);
            if (pair == null) {
                table.add(List.of(
                        Cell.of(id),
                        Cell.of(name),
                        Cell.of("-"),
                        Cell.of("-"),
                        Cell.of("-"),
                        Cell.of("-"),
                        Cell.of("-")));
                return;
            }
            Rate rate = pair.latest.since(pair.earlier);
            long limit = pair.latest.memoryLimit();
            table.add(List.of(
                    Cell.of(id),
                    new Cell(name, Colour.STRONG),
                    Cell.of(String.format(Locale.ROOT, "%.1f %%", rate.cpuPercent())),
                    Cell.of(ByteText.of(pair.latest.memory())),
                    Cell.of(limit > 0 ? ByteText.of(limit) : "-"),
                    Cell.of(traffic(rate.network())),
                    Cell.of(traffic(rate.disk()))));
        });
        return table;
    }

    private static String traffic(Usage.Traffic traffic) {
        return ByteText.of(traffic.in()) + "/s / " + ByteText.of(traffic.out()) + "/s";
    }
}
