package io.drover.scheduler.compose.finding;

import io.drover.scheduler.compose.yaml.Position;
import io.drover.scheduler.compose.yaml.YamlText;
import io.drover.scheduler.spec.Ask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one reading has found so far: mistakes, at most one warning for each path, and privileges that are asked for. */
public final class Findings {
    private static final int MAX_PROBLEMS = 50;
    private static final int MAX_WARNINGS = 1_000;

    private final List<ComposeProblem> problems = new ArrayList<>();
    private final Map<String, String> warnings = new LinkedHashMap<>();
    private final List<Ask> asks = new ArrayList<>();
    private int moreWarnings;
    private long repeated;

    /**
     * Counts what stands in the files once and in the stack once more, because a service extends another or shares its sidekick:
     * a short file must not become a large stack.
     *
     * @return whether there is room for it; if not, that is a problem, told once
     */
    public boolean mayRepeat(long values, Position at, String path) {
        if (repeated > YamlText.MAX_VALUES) {
            return false;
        }
        repeated += values;
        if (repeated > YamlText.MAX_VALUES) {
            problem(
                    at,
                    path,
                    "the stack has more than %d values once services are extended and sidekicks shared"
                            .formatted(YamlText.MAX_VALUES));
            return false;
        }
        return true;
    }

    public void problem(Position at, String path, String message) {
        var problem = ComposeProblem.at(at, path, message);
        if (problems.size() < MAX_PROBLEMS && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** The first warning about a path is the one that stays. */
    public void warning(String path, String sentence) {
        if (warnings.size() < MAX_WARNINGS || warnings.containsKey(path)) {
            warnings.putIfAbsent(path, path + ": " + sentence);
        } else {
            moreWarnings++;
        }
    }

    /** A privilege that a key asks for which is not honoured. */
    public void ask(Ask ask) {
        if (!asks.contains(ask)) {
            asks.add(ask);
        }
    }

    public List<Ask> asks() {
        return List.copyOf(asks);
    }

    /** Too many to be read: not worth the search for what may have been meant. */
    public boolean isCrowded() {
        return warnings.size() >= MAX_WARNINGS;
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** In the order of the files. */
    public List<ComposeProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparing(ComposeProblem::file)
                        .thenComparing(ComposeProblem::line)
                        .thenComparing(ComposeProblem::column))
                .toList();
    }

    public List<String> warnings() {
        var all = new ArrayList<>(warnings.values());
        if (moreWarnings > 0) {
            all.add("%d more things are not honoured".formatted(moreWarnings));
        }
        return List.copyOf(all);
    }
}
