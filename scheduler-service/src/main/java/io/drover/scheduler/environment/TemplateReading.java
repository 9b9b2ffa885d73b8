package io.drover.scheduler.environment;

import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.TemplateStack;
import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.compose.finding.ComposeProblem;
import io.drover.scheduler.naming.NameRules;
import io.drover.scheduler.privilege.PrivilegeCheck;
import io.drover.scheduler.privilege.PrivilegeCheck.Refusal;
import io.drover.scheduler.spec.StackSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a stack of a template can be made in an environment. Templates are written once and used often: what is wrong with one
 * stack does not keep the others from being made. Only an administrator's template is above the environment's privilege policy.
 */
public sealed interface TemplateReading {
    record Usable(TemplateStack template, StackSpec spec) implements TemplateReading {}

    /** @param reason for the log */
    record Unusable(String reason) implements TemplateReading {}

    static TemplateReading of(TemplateStack template, EnvironmentFacts environment) {
        var wrongName = NameRules.stack(template.name());
        if (wrongName.isPresent()) {
            return new Unusable(wrongName.get().message());
        }
        return switch (ComposeReader.read(
                template.dockerCompose(), template.rancherCompose(), template.answers(), template.name())) {
            case ComposeOutcome.Rejected(List<ComposeProblem> problems) ->
                new Unusable(problems.getFirst().sentence());
            case ComposeOutcome.Read(StackSpec spec) -> permitted(template, spec, environment);
        };
    }

    private static TemplateReading permitted(TemplateStack template, StackSpec spec, EnvironmentFacts environment) {
        List<Refusal> refusals = template.trusted() ? List.of() : PrivilegeCheck.of(spec, environment.privileges());
        return refusals.isEmpty()
                ? new Usable(template, spec)
                : new Unusable(refusals.stream().map(Refusal::sentence).collect(Collectors.joining("; ")));
    }
}
