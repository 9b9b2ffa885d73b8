package io.drover.scheduler.api;

import io.drover.api.ApiException;
import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.scheduler.privilege.PrivilegeCheck;
import io.drover.scheduler.privilege.PrivilegeCheck.Refusal;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;
import io.drover.scheduler.store.EnvironmentStore;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Whether an environment takes what a user wants to make in it: it must be known and not removed, and its privilege policy must
 * permit all of it. All refusals are told at once; nothing is written before.
 */
public final class AdmissionHandler {
    private static final int SHOWN = 50;

    private final EnvironmentStore environments;

    public AdmissionHandler(EnvironmentStore environments) {
        this.environments = environments;
    }

    /** Not with a token that makes less of the account than it is. */
    static boolean isAdministrator(Caller caller) {
        return caller.accountKind().equals("admin") && (caller.role() == Role.OWNER || caller.role() == Role.ADMIN);
    }

    /** @param unbound an administrator wrote it, in a template or after it: the policy does not bind it */
    Mono<EnvironmentFacts> admit(EnvironmentId environment, StackSpec stack, boolean unbound) {
        return environments
                .require(environment)
                .doOnNext(
                        facts -> requirePermitted(unbound ? List.of() : PrivilegeCheck.of(stack, facts.privileges())));
    }

    Mono<EnvironmentFacts> admit(EnvironmentId environment, ServiceSpec service) {
        return environments
                .require(environment)
                .doOnNext(facts -> requirePermitted(PrivilegeCheck.of(service, facts.privileges())));
    }

    private static void requirePermitted(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        String sentences = refusals.stream().limit(SHOWN).map(Refusal::sentence).collect(Collectors.joining("\n"));
        String more = refusals.size() <= SHOWN ? "" : "\nand %d more".formatted(refusals.size() - SHOWN);
        throw new ApiException.InvalidField("NotPermitted", refusals.getFirst().field(), sentences + more);
    }
}
