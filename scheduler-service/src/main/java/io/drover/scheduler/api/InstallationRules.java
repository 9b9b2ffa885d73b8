package io.drover.scheduler.api;

import io.drover.api.ApiException;
import io.drover.api.security.Caller;
import io.drover.model.Role;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.drover.scheduler.host.StayAway;
import io.drover.scheduler.image.ImageRules;
import io.drover.scheduler.image.ImageRules.Refusal;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;

/**
 * What the installation's settings say about the things of this service (spec: identity sheet, 3.3, 4.4): where images come
 * from, who may change what belongs to the system, and who gets shells. Looked up for each request, so that a change holds for
 * the next one.
 */
public final class InstallationRules {
    private static final String INFRASTRUCTURE_ROLES = "superadmin,admin,service,owner,member,project,agent";

    private final LiveSettings settings;

    public InstallationRules(LiveSettings settings) {
        this.settings = settings;
    }

    /** The stack as it is stored; 422 for an image of a registry that is not allowed, 503 while nobody knows which are. */
    public StackSpec images(StackSpec stack) {
        return stack.withServices(stack.services().stream().map(this::images).toList());
    }

    ServiceSpec images(ServiceSpec service) {
        settings.requireKnown();
        ImageRules rules = new ImageRules(
                settings.text(SettingName.REGISTRY_DEFAULT, ""), settings.words(SettingName.REGISTRY_WHITELIST, ""));
        ServiceSpec stored = rules.applied(service);
        rules.refusal(stored).ifPresent(refusal -> {
            throw refused(refusal, rules);
        });
        return stored;
    }

    private static ApiException refused(Refusal refusal, ImageRules rules) {
        return new ApiException.InvalidField("InvalidOption", "imageUuid", refusal.sentence(rules.whitelist()));
    }

    boolean mayChangeInfrastructure(Role role) {
        return settings.words(SettingName.INFRASTRUCTURE_ROLES, INFRASTRUCTURE_ROLES)
                .contains(role.wire());
    }

    /**
     * Nothing, or 403.
     *
     * @param what for the sentence, e.g. {@code update system stack}
     */
    void requireInfrastructure(Caller caller, String what) {
        if (!mayChangeInfrastructure(caller.role())) {
            throw new ApiException.Forbidden("Cannot " + what + ": the role '"
                    + caller.role().wire() + "' is not in the setting " + SettingName.INFRASTRUCTURE_ROLES);
        }
    }

    /** How long a host may stay away before it is removed, unless its environment says otherwise; while nobody knows, for ever. */
    public StayAway hostsStayAway() {
        return StayAway.of(settings.number(SettingName.HOST_REMOVE_DELAY, -1));
    }

    /** Whether restricted members get shells in every container. */
    boolean restrictedMayExecute() {
        return settings.flag(SettingName.RESTRICTED_EXEC, false);
    }
}
