package io.drover.scheduler.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.environment.Privilege;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.privilege.PrivilegeCheck.Refusal;
import io.drover.scheduler.spec.StackSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The checklist of what a compose file must not get by being written (spec: pains, section 4), a row each. */
class PrivilegeTableTest {
    /**
     * @param key lines of the service {@code web}
     * @param names what the sentence has in it, beside the service; null: it is harmless
     * @param allowing the policy that permits exactly this
     */
    record Case(String key, @Nullable String names, PrivilegePolicy allowing) {
        @Override
        public String toString() {
            return key;
        }
    }

    static final List<Case> REFUSED = List.of(
            flag("privileged: true", "privileged 'true'", Privilege.PRIVILEGED),
            flag("privileged: \"${YES}\"", "privileged 'true'", Privilege.PRIVILEGED),
            capability("cap_add: [SYS_ADMIN]", "cap_add 'SYS_ADMIN'", "SYS_ADMIN"),
            capability("cap_add: [cap_net_admin]", "cap_add 'NET_ADMIN'", "NET_ADMIN"),
            capability("cap_add: [ALL]", "cap_add 'ALL'", "ALL"),
            device("devices: ['/dev/sda:/dev/xvda:rwm']", "devices '/dev/sda:/dev/xvda:rwm'", "/dev/sda"),
            device("devices: ['/dev/../dev/kmsg']", "/dev/../dev/kmsg", "/dev/kmsg"),
            flag("devices: ['vendor.com/gpu=0']", "vendor.com/gpu=0", Privilege.RUNTIME),
            flag("network_mode: host", "network_mode 'host'", Privilege.HOST_NETWORK),
            flag("network_mode: other-team", "network_mode 'other-team'", Privilege.OTHER_CONTAINERS),
            flag("pid: host", "pid 'host'", Privilege.HOST_PID),
            flag("pid: 'container:other'", "pid 'container:other'", Privilege.OTHER_CONTAINERS),
            flag("ipc: host", "ipc 'host'", Privilege.HOST_IPC),
            flag("ipc: 'container:other'", "ipc 'container:other'", Privilege.OTHER_CONTAINERS),
            flag("uts: host", "uts 'host'", Privilege.HOST_UTS),
            flag("userns_mode: host", "userns_mode 'host'", Privilege.HOST_USER),
            flag("cgroup: host", "cgroup 'host'", Privilege.HOST_CGROUP),
            flag("cgroup_parent: /system.slice", "cgroup_parent '/system.slice'", Privilege.CGROUP_PARENT),
            path("volumes: ['/etc:/etc:ro']", "volumes '/etc:/etc:ro'", "/etc"),
            path("volumes: ['/srv/../etc/shadow:/x']", "volumes '/srv/../etc/shadow:/x'", "/etc/shadow"),
            path("volumes: ['//etc//passwd:/x']", "volumes '//etc//passwd:/x'", "/etc"),
            path("volumes: [{type: bind, source: /home, target: /x}]", "volumes '/home:/x'", "/home"),
            flag("volumes: ['/var/run/docker.sock:/d']", "volumes '/var/run/docker.sock:/d'", Privilege.DOCKER_SOCKET),
            flag("volumes: ['/run/docker.sock:/d']", "/run/docker.sock:/d", Privilege.DOCKER_SOCKET),
            flag(
                    "volumes: ['/var/lib/../run/docker.sock:/d']",
                    "/var/lib/../run/docker.sock:/d",
                    Privilege.DOCKER_SOCKET),
            flag(
                    "security_opt: ['seccomp:unconfined']",
                    "security_opt 'seccomp:unconfined'",
                    Privilege.SECURITY_OPTIONS),
            flag("security_opt: ['apparmor=unconfined']", "apparmor=unconfined", Privilege.SECURITY_OPTIONS),
            flag("security_opt: ['no-new-privileges:false']", "no-new-privileges:false", Privilege.SECURITY_OPTIONS),
            flag("security_opt: ['label:disable']", "label:disable", Privilege.SECURITY_OPTIONS),
            flag("security_opt: ['systempaths=unconfined']", "systempaths=unconfined", Privilege.SECURITY_OPTIONS),
            new Case("sysctls: {kernel.core_pattern: '|/x'}", "sysctls 'kernel.core_pattern'", sysctls("kernel.")),
            new Case("sysctls: ['net/ipv4/ip_forward=1']", "net/ipv4/ip_forward", sysctls("net.ipv4.ip_forward")),
            flag("runtime: sysbox-runc", "runtime 'sysbox-runc'", Privilege.RUNTIME),
            flag("gpus: all", "gpus 'all'", Privilege.RUNTIME),
            flag(
                    "deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}",
                    "deploy.resources.reservations.devices",
                    Privilege.RUNTIME),
            flag("annotations: {run.oci.hooks: x}", "annotations", Privilege.RUNTIME),
            flag("device_cgroup_rules: ['a *:* rwm']", "device_cgroup_rules", Privilege.PRIVILEGED),
            flag("use_api_socket: true", "use_api_socket 'true'", Privilege.DOCKER_SOCKET),
            flag("credential_spec: {file: x.json}", "credential_spec", Privilege.SECURITY_OPTIONS),
            flag(
                    "post_start: [{command: [x], privileged: true}]",
                    "post_start.privileged 'true'",
                    Privilege.PRIVILEGED),
            flag("pre_stop: [{command: [x], privileged: true}]", "pre_stop.privileged 'true'", Privilege.PRIVILEGED),
            flag("cpu_rt_runtime: 95000", "cpu_rt_runtime '95000'", Privilege.ULIMITS),
            flag("ulimits: {rtprio: 99}", "ulimits 'rtprio'", Privilege.ULIMITS),
            flag("oom_score_adj: -1000", "oom_score_adj '-1000'", Privilege.OOM_PROTECTION),
            flag("oom_kill_disable: true", "oom_kill_disable 'true'", Privilege.OOM_PROTECTION),
            new Case("volume_driver: local-persist", "volume_driver 'local-persist'", volumeDrivers("local-persist")),
            new Case("volumes: ['plug:/x']", "volume_driver 'rexray'", volumeDrivers("rexray")),
            flag("volumes: ['roots:/x']", "volume 'roots': driver_opts", Privilege.VOLUME_OPTIONS),
            new Case("logging: {driver: syslog}", "logging 'syslog'", logDrivers("syslog")),
            flag("logging: {driver: json-file, options: {path: /etc/x}}", "logging 'path'", Privilege.LOG_OPTIONS),
            label("io.rancher.container.create_agent: 'true'"),
            label("io.rancher.container.agent.role: environmentAdmin"),
            label("io.rancher.container.network: 'true'"),
            label("IO.Rancher.Container.System: ipsec"),
            label("io.rancher.stack_service.name: ipsec/ipsec"),
            label("io.drover.instance: 1i5"),
            flag("ports: ['169.254.169.250:80:80']", "ports '169.254.169.250'", Privilege.SYSTEM_SERVICES));

    static final List<String> HARMLESS = List.of(
            "cap_add: [NET_BIND_SERVICE, CHOWN]",
            "cap_drop: [ALL]",
            "network_mode: bridge",
            "network_mode: none",
            "ipc: shareable",
            "cgroup: private",
            "volumes: ['data:/data', '/anonymous']",
            "tmpfs: [/run]",
            "security_opt: ['no-new-privileges:true']",
            "sysctls: {net.core.somaxconn: '1024'}",
            "runtime: runc",
            "ulimits: {nofile: 65536}",
            "oom_score_adj: 500",
            "volume_driver: local",
            "logging: {driver: json-file, options: {max-size: 10m, max-file: '3'}}",
            "labels: {io.rancher.scheduler.global: 'true', io.drover.reschedule_on_host_loss: 'false', team: a}",
            "privileged: false",
            "use_api_socket: false",
            "ports: ['127.0.0.1:8080:80']");

    /** After the key: the rest of the service, and the file's volumes. */
    private static final String REST = "    image: web:1\nvolumes:\n  data:\n  plug: {driver: rexray}\n  %s\n";

    static List<String> harmless() {
        return HARMLESS;
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void isRefusedInANewEnvironment(Case one) {
        assertThat(refusals(one.key, PrivilegePolicy.RESTRICTED))
                .isNotEmpty()
                .anySatisfy(refusal -> assertThat(refusal.sentence())
                        .contains(String.valueOf(one.names))
                        .contains("an administrator can change its 'privileges.")
                        .matches("(?s)(service 'web'|volume 'roots').*"));
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void isTakenWhereAnAdministratorAllowsExactlyThat(Case one) {
        assertThat(refusals(one.key, one.allowing)).isEmpty();
        assertThat(refusals(one.key, PrivilegePolicy.UNRESTRICTED)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void isTakenEverywhere(String key) {
        assertThat(refusals(key, PrivilegePolicy.RESTRICTED)).isEmpty();
    }

    @Test
    void theSocketIsMoreThanTheFolderItIsIn() {
        for (String folder : List.of("/", "/run", "/var/run", "/var/run/../run/", "/srv/it/docker.sock")) {
            String key = "volumes: ['%s:/x']".formatted(folder);
            assertThat(refusals(key, paths("/"))).as(folder).hasSize(1);
            assertThat(refusals(key, paths("/")).getFirst().sentence()).contains("'dockerSocket'");
        }
        assertThat(refusals("volumes: ['/srv/it:/x']", paths("/srv"))).isEmpty();
        assertThat(refusals("volumes: ['/srvother:/x']", paths("/srv"))).hasSize(1);
    }

    @Test
    void mountsThatTheHostSeesAreAskedForEvenInAllowedFolders() {
        assertThat(refusals("volumes: ['/srv:/x:rshared']", paths("/srv")))
                .extracting(Refusal::sentence)
                .singleElement()
                .asString()
                .contains("'mountPropagation'");
    }

    @Test
    void everyRefusalOfAFileIsListedAtOnce() {
        String file = """
                services:
                  web: {image: a, privileged: true, pid: host, labels: {io.rancher.sidekicks: side}}
                  side: {image: a, cap_add: [SYS_ADMIN]}
                  db: {image: a, volumes: ['/etc:/x']}
                """;
        assertThat(PrivilegeCheck.of(stack(file, Map.of()), PrivilegePolicy.RESTRICTED))
                .extracting(Refusal::sentence)
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("service 'web': privileged"),
                        one -> assertThat(one).startsWith("service 'web': pid"),
                        one -> assertThat(one).startsWith("service 'side': cap_add"),
                        one -> assertThat(one).startsWith("service 'db': volumes"));
    }

    /** What comes from the second file, from a base service or from a default is as good as written in the first. */
    @Test
    void whatIsMergedExtendedOrDefaultedCountsToo() {
        String extended = """
                services:
                  base: {image: a, privileged: true, profiles: [never]}
                  web: {image: a, extends: base, profiles: []}
                """;
        assertThat(PrivilegeCheck.of(stack(extended, Map.of()), PrivilegePolicy.RESTRICTED))
                .hasSize(1);
        StackSpec merged = stack("services: {web: {image: a}}", "services: {web: {pid: host}}", Map.of());
        assertThat(PrivilegeCheck.of(merged, PrivilegePolicy.RESTRICTED)).hasSize(1);
        String defaulted = "services: {web: {image: a, network_mode: \"${MODE:-host}\"}}";
        assertThat(PrivilegeCheck.of(stack(defaulted, Map.of()), PrivilegePolicy.RESTRICTED))
                .hasSize(1);
        assertThat(PrivilegeCheck.of(stack(defaulted, Map.of("MODE", "bridge")), PrivilegePolicy.RESTRICTED))
                .isEmpty();
    }

    @Test
    void aLongValueIsNotToldAsAWhole() {
        String profile = "{\"x\": \"" + "y".repeat(9_000) + "\"}";
        StackSpec stack =
                stack("services: {web: {image: a, security_opt: ['seccomp=%s']}}".formatted(profile), Map.of());
        assertThat(PrivilegeCheck.of(stack, PrivilegePolicy.RESTRICTED))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.sentence())
                        .contains("security_opt 'seccomp={")
                        .contains("yyy...' is not permitted")
                        .hasSizeLessThan(400));
    }

    /** Under no policy: nothing of the server's files gets into a stack. */
    @Test
    void filesBesideTheTextAreNeverRead() {
        for (String key : List.of("env_file: /etc/passwd", "extends: {file: /etc/passwd, service: a}", "build: /etc")) {
            ComposeOutcome outcome =
                    ComposeReader.read("services:\n  web:\n    %s\n".formatted(key), null, Map.of(), "s");
            assertThat(outcome).as(key).isInstanceOf(ComposeOutcome.Rejected.class);
        }
        assertThat(ComposeReader.read("include: [/etc/passwd]\nservices: {web: {image: a}}", null, Map.of(), "s"))
                .isInstanceOf(ComposeOutcome.Rejected.class);
    }

    private static List<Refusal> refusals(String key, PrivilegePolicy policy) {
        String options = key.contains("roots") ? "roots: {driver_opts: {type: none, o: bind, device: /}}" : "more:";
        String file = "services:\n  web:\n    %s\n".formatted(key) + REST.formatted(options);
        return PrivilegeCheck.of(stack(file, Map.of("YES", "true")), policy);
    }

    private static StackSpec stack(String docker, Map<String, String> answers) {
        return stack(docker, null, answers);
    }

    private static StackSpec stack(String docker, @Nullable String rancher, Map<String, String> answers) {
        ComposeOutcome outcome = ComposeReader.read(docker, rancher, answers, "s");
        assertThat(outcome).as(docker).isInstanceOf(ComposeOutcome.Read.class);
        return ((ComposeOutcome.Read) outcome).stack();
    }

    private static Case flag(String key, String names, Privilege privilege) {
        return new Case(key, names, policy(Set.of(privilege), List.of(), List.of(), List.of()));
    }

    private static Case label(String label) {
        return flag("labels: {%s}".formatted(label), label.replaceFirst(":.*", ""), Privilege.SYSTEM_SERVICES);
    }

    private static Case capability(String key, String names, String capability) {
        return new Case(key, names, policy(Set.of(), List.of(capability), List.of(), List.of()));
    }

    private static Case path(String key, String names, String path) {
        return new Case(key, names, paths(path));
    }

    private static Case device(String key, String names, String path) {
        return new Case(key, names, policy(Set.of(), List.of(), List.of(), List.of(path)));
    }

    private static PrivilegePolicy paths(String path) {
        return policy(Set.of(), List.of(), List.of(path), List.of());
    }

    private static PrivilegePolicy policy(
            Set<Privilege> allowed, List<String> capabilities, List<String> paths, List<String> devices) {
        return new PrivilegePolicy(false, allowed, capabilities, paths, devices, List.of(), List.of(), List.of());
    }

    private static PrivilegePolicy sysctls(String name) {
        return new PrivilegePolicy(
                false, Set.of(), List.of(), List.of(), List.of(), List.of(name), List.of(), List.of());
    }

    private static PrivilegePolicy volumeDrivers(String name) {
        return new PrivilegePolicy(
                false, Set.of(), List.of(), List.of(), List.of(), List.of(), List.of(name), List.of());
    }

    private static PrivilegePolicy logDrivers(String name) {
        return new PrivilegePolicy(
                false, Set.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(name));
    }
}
