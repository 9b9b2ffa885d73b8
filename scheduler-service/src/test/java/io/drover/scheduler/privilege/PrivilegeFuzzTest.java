package io.drover.scheduler.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Logging;
import io.drover.model.link.ContainerSpec.Security;
import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * However a file is written, what passes in a restricted environment has none of what makes a container the host's root. The
 * oracle below is another, blunter reading of the container: it shares no code with the policy.
 */
class PrivilegeFuzzTest {
    private static final List<String> KEYS = List.of(
            "privileged",
            "cap_add",
            "devices",
            "network_mode",
            "net",
            "pid",
            "ipc",
            "uts",
            "userns_mode",
            "volumes",
            "security_opt",
            "sysctls",
            "cgroup_parent",
            "volume_driver",
            "volumes_from",
            "logging",
            "log_driver",
            "log_opt",
            "labels",
            "oom_score_adj",
            "ulimits",
            "oom_kill_disable");
    private static final List<String> VALUES = List.of(
            "true",
            "'true'",
            "\"TRUE\"",
            "yes",
            "host",
            "'host'",
            "HOST",
            "' host'",
            "${H}",
            "${N:-host}",
            "$$H",
            "[SYS_ADMIN]",
            "[cap_sys_admin]",
            "[ALL]",
            "[all]",
            "SYS_ADMIN",
            "['/:/h']",
            "['//:/h']",
            "['/.:/h:ro']",
            "['/a/..:/h']",
            "['${S}:/s']",
            "[{type: bind, source: /etc, target: /e}]",
            "['/var/run/docker.sock:/s']",
            "['/run/./docker.sock:/s']",
            "['data:/d']",
            "['/dev/sda']",
            "[/dev/sda:/dev/sda]",
            "'container:x'",
            "'service:web'",
            "['seccomp:unconfined']",
            "[no-new-privileges]",
            "{kernel.panic: 1}",
            "[kernel.panic=1]",
            "/",
            "local",
            "{driver: syslog, options: {a: b}}",
            "{driver: json-file}",
            "-1000",
            "{rtprio: 1}",
            "bridge",
            "{io.rancher.container.system: x}",
            "['io.drover.instance=1i1']",
            "*anchor",
            "null",
            "[]",
            "{}",
            "none");

    @Property(tries = 3000)
    void nothingForbiddenPasses(@ForAll long seed) {
        var random = new Random(seed);
        String version = random.nextBoolean() ? "" : "version: '2'\n";
        StringBuilder file = new StringBuilder(version).append("x-a: &anchor host\nservices:\n");
        for (String service : List.of("web", "side")) {
            file.append("  ").append(service).append(":\n    image: a\n");
            for (String key : some(random)) {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                file.append("    ").append(key).append(": ").append(value).append('\n');
            }
        }
        String more = random.nextInt(3) == 0
                ? "services: {web: {%s: %s}}"
                        .formatted(KEYS.get(random.nextInt(KEYS.size())), VALUES.get(random.nextInt(VALUES.size())))
                : null;
        Map<String, String> answers = Map.of("H", "host", "S", "/var/run/docker.sock");
        if (ComposeReader.read(file.toString(), more, answers, "s") instanceof ComposeOutcome.Read(StackSpec stack)
                && PrivilegeCheck.of(stack, PrivilegePolicy.RESTRICTED).isEmpty()) {
            stack.services().stream()
                    .map(ServiceSpec::launchConfigs)
                    .flatMap(List::stream)
                    .map(LaunchConfig::container)
                    .forEach(container -> assertHarmless(container, file.toString()));
        }
    }

    private static List<String> some(Random random) {
        List<String> keys = new ArrayList<>(KEYS);
        java.util.Collections.shuffle(keys, random);
        return keys.subList(0, 1 + random.nextInt(4));
    }

    private static void assertHarmless(ContainerSpec container, String file) {
        Security security = container.security();
        assertThat(security.privileged()).as(file).isFalse();
        assertThat(security.devices()).as(file).isEmpty();
        assertThat(security.capAdd()).as(file).doesNotContain("SYS_ADMIN", "ALL", "SYS_PTRACE", "SYS_MODULE");
        assertThat(security.sysctls()).as(file).doesNotContainKey("kernel.panic");
        assertThat(String.join(" ", security.securityOpt())).as(file).doesNotContain("unconfined");
        assertOwn(security.pidMode(), file);
        assertOwn(security.ipcMode(), file);
        assertOwn(security.utsMode(), file);
        assertOwn(security.usernsMode(), file);
        assertOwn(security.cgroupParent(), file);
        assertThat(Set.of("bridge", "none"))
                .as(file)
                .contains(orElse(container.network().mode(), "none"));
        assertThat(container.storage().binds()).as(file).noneMatch(bind -> bind.contains("/") && bind.startsWith("/"));
        assertThat(orElse(container.storage().volumeDriver(), "local")).as(file).isEqualTo("local");
        assertThat(container.labels().keySet())
                .as(file)
                .doesNotContain("io.rancher.container.system", "io.drover.instance");
        Logging logging = container.logging();
        if (logging != null) {
            assertThat(Set.of("json-file", "local", "none")).as(file).contains(orElse(logging.driver(), "none"));
            assertThat(logging.options()).as(file).doesNotContainKey("a");
        }
        assertThat(container.resources().ulimits()).as(file).isEmpty();
    }

    private static void assertOwn(@Nullable String mode, String file) {
        assertThat(Set.of("private", "shareable", "none")).as(file).contains(orElse(mode, "private"));
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
