package io.drover.scheduler.environment;

import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.scheduler.environment.Holdings.Host;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to do about an environment.
 *
 * <ol>
 *   <li>An environment that lives gets the stacks of its template once, and their services are started when its first host is
 *       connected, once (spec: identity sheet, 3.5). Nothing else is done to it; an inactive one goes on as it is.
 *   <li>Of a removed one all stacks are removed, then each host as soon as nothing of Drover's is on it. Agents keep their
 *       identities until then: they are who removes the containers.
 *   <li>After the grace, hosts that still have containers are given up, whether they are out of reach or their engines hang: they
 *       are forgotten and what may run there is named.
 *   <li>When nothing is left identity-service is told, once, and then the rows go, so many at a time.
 * </ol>
 *
 * @param note one sentence for the owners of a removed environment; null: nothing to say
 * @param wakeAt when to look again although nobody calls
 */
public record EnvironmentPlan(List<Step> steps, @Nullable String note, Optional<Instant> wakeAt) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final int NAMED = 20;

    public EnvironmentPlan {
        steps = List.copyOf(steps);
    }

    /** All are harmless to repeat. */
    public sealed interface Step {
        record BeginRemoval() implements Step {}

        /** Asks for the removal of some of the stacks; the others follow with the next look. */
        record RemoveStacks() implements Step {}

        record RemoveHost(Host host) implements Step {}

        /** Forgets the host with what is on it. */
        record GiveUpHost(Host host) implements Step {}

        /** Nothing is left. */
        record Finish(String note) implements Step {}

        /** Deletes some of the rows. */
        record Purge() implements Step {}

        record MakeTemplateStacks() implements Step {}

        record StartTemplateStacks() implements Step {}
    }

    /** @param grace how long agents have to take away what is on their hosts */
    public static EnvironmentPlan of(Holdings holdings, Duration grace, Instant now) {
        return holdings.facts().state() == State.REMOVED ? removed(holdings, grace, now) : living(holdings);
    }

    private static EnvironmentPlan living(Holdings holdings) {
        List<Step> steps = new ArrayList<>();
        if (!holdings.marks().templatesMade()) {
            steps.add(new Step.MakeTemplateStacks());
        }
        boolean reachable = holdings.hosts().stream().anyMatch(Host::connected);
        if (!holdings.marks().templatesStarted() && reachable) {
            steps.add(new Step.StartTemplateStacks());
        }
        return new EnvironmentPlan(steps, null, Optional.empty());
    }

    private static EnvironmentPlan removed(Holdings holdings, Duration grace, Instant now) {
        if (holdings.marks().purged()) {
            return new EnvironmentPlan(List.of(), null, Optional.empty());
        }
        if (holdings.marks().emptied()) {
            return new EnvironmentPlan(List.of(new Step.Purge()), null, Optional.of(now.plus(LOOK_AGAIN)));
        }
        Instant begun = holdings.marks().removalBegun();
        if (begun == null) {
            return new EnvironmentPlan(List.of(new Step.BeginRemoval()), null, Optional.of(now));
        }
        if (holdings.stacks() == 0 && holdings.hosts().isEmpty()) {
            return new EnvironmentPlan(List.of(new Step.Finish(finished(holdings))), null, Optional.of(now));
        }
        Instant deadline = begun.plus(grace);
        List<Step> steps = new ArrayList<>();
        if (holdings.unaskedStacks() > 0) {
            steps.add(new Step.RemoveStacks());
        }
        boolean overdue = !now.isBefore(deadline);
        for (Host host : holdings.hosts()) {
            if (overdue) {
                steps.add(new Step.GiveUpHost(host));
            } else if (!host.removing() && host.containers() == 0 && holdings.unaskedStacks() == 0) {
                steps.add(new Step.RemoveHost(host));
            }
        }
        return new EnvironmentPlan(steps, progress(holdings, deadline), Optional.of(now.plus(LOOK_AGAIN)));
    }

    private static String progress(Holdings holdings, Instant deadline) {
        long containers = holdings.hosts().stream().mapToLong(Host::containers).sum();
        String counts = "being removed: %s, %s on %s"
                .formatted(
                        counted(holdings.stacks(), "stack"),
                        counted(containers, "container"),
                        counted(holdings.hosts().size(), "host"));
        String away = holdings.hosts().stream()
                .filter(host -> !host.connected() && host.containers() > 0)
                .map(Host::name)
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return away.isEmpty()
                ? counts
                : "%s; out of reach: %s, given up at %s if they do not come back"
                        .formatted(counts, away, deadline.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String finished(Holdings holdings) {
        List<String> left = holdings.leftBehind();
        if (left.isEmpty()) {
            return "everything in it is removed";
        }
        String more = left.size() > NAMED ? " and %d more".formatted(left.size() - NAMED) : "";
        return "removed; left on hosts that were out of reach or did not remove them: %s%s; remove them there by hand"
                .formatted(left.stream().limit(NAMED).collect(Collectors.joining(", ")), more);
    }

    private static String counted(long count, String noun) {
        return count == 1 ? "1 " + noun : "%d %ss".formatted(count, noun);
    }
}
