package io.drover.scheduler.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.resource.Resource;
import io.drover.model.Role;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ContainerActionsTest {
    private static final InstallationRules RULES = new InstallationRules(new LiveSettings());

    private record Case(String name, Role role, String action, Map<String, Object> container, boolean isOffered) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Map<String, Object> PLAIN = Map.of("privileged", false, "capAdd", List.of());

    static final List<Case> CASES = List.of(
            new Case("a plain one, restricted", Role.RESTRICTED, "execute", PLAIN, true),
            new Case("privileged, restricted", Role.RESTRICTED, "execute", Map.of("privileged", true), false),
            new Case("privileged, member", Role.MEMBER, "execute", Map.of("privileged", true), true),
            new Case("logs of a privileged one", Role.RESTRICTED, "logs", Map.of("privileged", true), true),
            new Case("restart of a privileged one", Role.RESTRICTED, "restart", Map.of("privileged", true), true),
            new Case("a capability", Role.RESTRICTED, "execute", Map.of("capAdd", List.of("NET_ADMIN")), false),
            new Case("the host's processes", Role.RESTRICTED, "execute", Map.of("pidMode", "host"), false),
            new Case("the host's network", Role.RESTRICTED, "execute", Map.of("networkMode", "host"), false),
            new Case(
                    "with a key of its own",
                    Role.RESTRICTED,
                    "execute",
                    Map.of("labels", Map.of("io.rancher.container.create_agent", "true")),
                    false),
            new Case("somebody else's", Role.OWNER, "stop", Map.of("nativeContainer", true), false),
            new Case("a shell in somebody else's", Role.OWNER, "execute", Map.of("nativeContainer", true), true));

    @ParameterizedTest
    @FieldSource("CASES")
    void offers(Case given) {
        var container = new Resource("container", "1i1", new HashMap<>(given.container()));
        assertThat(ContainerActions.isOffered(given.role(), container, given.action(), RULES))
                .isEqualTo(given.isOffered());
    }

    @Test
    void theSettingGivesRestrictedMembersEveryShell() {
        var rules = new InstallationRules(LiveSettings.of(Map.of(SettingName.RESTRICTED_EXEC, "true")));
        var container = new Resource("container", "1i1", new HashMap<>(Map.of("privileged", true)));
        assertThat(ContainerActions.isOffered(Role.RESTRICTED, container, "execute", rules))
                .isTrue();
    }
}
