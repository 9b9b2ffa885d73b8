package io.drover.scheduler.privilege;

import io.drover.model.environment.PrivilegePolicy;
import io.drover.scheduler.spec.Ask;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.Shortened;
import io.drover.scheduler.spec.StackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What of a service, or of a stack's compose files, its environment does not permit. Asked about the merged and interpolated
 * result, never about the text; and asked again before units are made, because a policy may have been tightened since.
 */
public final class PrivilegeCheck {
    /** Fields of the wire's launch config as people write them in compose files. */
    private static final Map<String, String> COMPOSE = Map.ofEntries(
            Map.entry("capAdd", "cap_add"),
            Map.entry("securityOpt", "security_opt"),
            Map.entry("cgroupParent", "cgroup_parent"),
            Map.entry("pidMode", "pid"),
            Map.entry("ipcMode", "ipc"),
            Map.entry("usernsMode", "userns_mode"),
            Map.entry("networkMode", "network_mode"),
            Map.entry("dataVolumes", "volumes"),
            Map.entry("volumeDriver", "volume_driver"),
            Map.entry("oomScoreAdj", "oom_score_adj"),
            Map.entry("oomKillDisable", "oom_kill_disable"),
            Map.entry("logConfig", "logging"));

    /** Characters of a value in a sentence. */
    private static final int SHOWN = 100;

    private PrivilegeCheck() {}

    /**
     * Something that is not permitted.
     *
     * @param field of the request, e.g. {@code launchConfig.capAdd}
     * @param sentence names service, key, value, the environment's rule and who can change it
     */
    public record Refusal(String field, String sentence) {}

    /** Everything in a stack's files that is not permitted, in the files' words. */
    public static List<Refusal> of(StackSpec stack, PrivilegePolicy policy) {
        var rules = new PolicyRules(policy);
        return Stream.concat(
                        stack.services().stream().flatMap(service -> asks(service).stream()), stack.asks().stream())
                .filter(ask -> !rules.permits(ask.need()))
                .map(ask -> new Refusal(
                        "dockerCompose", sentence(ask, COMPOSE.getOrDefault(ask.field(), ask.field()), rules)))
                .distinct()
                .toList();
    }

    /** Everything of a service that is not permitted, in the API's words. */
    public static List<Refusal> of(ServiceSpec service, PrivilegePolicy policy) {
        var rules = new PolicyRules(policy);
        List<Refusal> refusals = new ArrayList<>();
        LaunchAsks.of(service.name(), service.primary()).stream()
                .filter(ask -> !rules.permits(ask.need()))
                .forEach(ask ->
                        refusals.add(new Refusal("launchConfig." + ask.field(), sentence(ask, ask.field(), rules))));
        for (int i = 0; i < service.sidekicks().size(); i++) {
            String prefix = "secondaryLaunchConfigs[%d].".formatted(i);
            var sidekick = service.sidekicks().get(i);
            LaunchAsks.of(sidekick.name(), sidekick).stream()
                    .filter(ask -> !rules.permits(ask.need()))
                    .forEach(ask -> refusals.add(new Refusal(prefix + ask.field(), sentence(ask, ask.field(), rules))));
        }
        return List.copyOf(refusals);
    }

    private static List<Ask> asks(ServiceSpec service) {
        List<Ask> asks = new ArrayList<>(LaunchAsks.of(service.name(), service.primary()));
        service.sidekicks().forEach(sidekick -> asks.addAll(LaunchAsks.of(sidekick.name(), sidekick)));
        return asks;
    }

    private static String sentence(Ask ask, String key, PolicyRules rules) {
        return "%s: %s '%s' is not permitted: this environment %s; an administrator can change its '%s'"
                .formatted(
                        ask.where(),
                        key,
                        Shortened.to(SHOWN, ask.value()),
                        rules.rule(ask.need()),
                        PolicyRules.field(ask.need()));
    }
}
