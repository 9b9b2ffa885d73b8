package io.drover.identity.setting;

import static io.drover.identity.setting.SettingDefinition.of;

import io.drover.identity.secondfactor.SecondFactorRule;
import io.drover.identity.setting.SettingRule.Address;
import io.drover.identity.setting.SettingRule.Flag;
import io.drover.identity.setting.SettingRule.OneOf;
import io.drover.identity.setting.SettingRule.PortRange;
import io.drover.identity.setting.SettingRule.Registries;
import io.drover.identity.setting.SettingRule.Shown;
import io.drover.identity.setting.SettingRule.Text;
import io.drover.identity.setting.SettingRule.Whole;
import io.drover.identity.setting.SettingRule.Words;
import io.drover.model.Role;
import io.drover.runtime.setting.SettingName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every setting Drover knows, with the names and defaults users know (spec: identity sheet, 1.1, 3.3, 4.3, 4.4). Settings of the
 * reference's inner workings (process engine, task schedules, its HA proxy) are not here: nothing of that kind exists.
 *
 * <p>Access control is not a setting: {@code api.security.enabled} says true and cannot be written (CVE-2017-7297).
 */
public final class KnownSettings {
    public static final String AGENT_IMAGE = "bootstrap.required.image";
    public static final String AUDIT_RETENTION = "audit_log.purge.after.seconds";
    public static final String CREATE_DEFAULT = "project.create.default";
    public static final String PORT_RANGE = "environment.services.port.range";
    public static final String RESTRICT_SESSIONS = "api.auth.restrict.concurrent.sessions";
    public static final String SESSION_LIFE = "api.auth.jwt.token.expiry";
    public static final String SET_MEMBER_ROLES = "project.set.member.roles";
    public static final String VALIDATE_DESCRIPTION = "api.auth.local.validate.description";
    public static final String VALIDATE_TIMEOUT = "api.auth.local.validate.timeout.milliseconds";
    public static final String VALIDATE_URL = "api.auth.local.validate.url";

    /** Words of the reference that stand for nobody here, accepted because installations bring them along. */
    private static final Set<String> OLDER_ROLES = Set.of("superadmin", "environment", "projectadmin");

    private static final String IDENTITY = "identity-service";
    private static final String SCHEDULER = "scheduler-service";
    private static final String GATEWAY = "gateway";
    private static final String PROXY = "websocket-proxy";
    private static final int LONG = 65_535;
    private static final long YEARS = 315_360_000;

    private final List<SettingDefinition> all;
    private final Map<String, SettingDefinition> byName;

    /** @param packaged values of this installation for some of the names */
    public KnownSettings(Map<String, String> packaged) {
        this.all = table().stream()
                .map(setting -> packaged.containsKey(setting.name())
                        ? setting.packagedAs(String.valueOf(packaged.get(setting.name())))
                        : setting)
                .toList();
        this.byName = all.stream().collect(Collectors.toUnmodifiableMap(SettingDefinition::name, setting -> setting));
    }

    /** In the order of lists. */
    public List<SettingDefinition> all() {
        return all;
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Optional<SettingDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private static List<SettingDefinition> table() {
        List<SettingDefinition> table = new ArrayList<>();
        table.addAll(access());
        table.addAll(directory());
        table.addAll(environments());
        table.addAll(containers());
        table.addAll(histories());
        table.addAll(clients());
        table.addAll(KeptSettings.all());
        return table;
    }

    private static List<SettingDefinition> access() {
        return List.of(
                of(
                                SettingName.API_HOST,
                                "",
                                new Address(true),
                                "address under which hosts reach the server, in registration commands; empty: the request's")
                        .open()
                        .readBy(IDENTITY),
                of(
                        "api.security.enabled",
                        "true",
                        new Shown("access control cannot be switched off"),
                        "access control"),
                of(SESSION_LIFE, "57600000", new Whole(60_000, YEARS * 1000), "life of a new session in milliseconds")
                        .readBy(IDENTITY),
                of(
                                SettingName.REALM,
                                "Enter API access key and secret key as username and password",
                                new Text(255),
                                "text of the challenge that asks for a key")
                        .readBy(GATEWAY),
                of(
                                SecondFactorRule.SETTING,
                                SecondFactorRule.OFF.wire(),
                                new OneOf(SecondFactorRule.words()),
                                "who must have a second factor")
                        .readBy(IDENTITY),
                of(RESTRICT_SESSIONS, "false", new Flag(), "a sign-in ends the account's other sessions")
                        .readBy(IDENTITY),
                of(
                                VALIDATE_URL,
                                "",
                                new Address(false),
                                "asked with POST {\"secret\": ...} whether a new local password is good enough; empty: nobody")
                        .readBy(IDENTITY),
                of(VALIDATE_TIMEOUT, "10000", new Whole(100, 60_000), "how long it may take to answer, in milliseconds")
                        .readBy(IDENTITY),
                of(VALIDATE_DESCRIPTION, "", new Text(1024), "what a good password is, in words for people")
                        .open());
    }

    /** What users know as settings and is a directory's configuration here: shown, with the values of {@link DirectoryValues}. */
    private static List<SettingDefinition> directory() {
        Shown shown = new Shown("is changed at /v2-beta/openldapconfig or /v1-auth/config");
        List<SettingDefinition> table = new ArrayList<>();
        DirectoryValues.names().forEach(name -> table.add(of(name, "", shown, "of the directory people sign in with")));
        DirectoryValues.secretNames()
                .forEach(name -> table.add(of(name, "", shown, "password of the directory's service account")
                        .secret()));
        return table;
    }

    private static List<SettingDefinition> environments() {
        Set<String> roles = Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.toSet());
        Set<String> all = new java.util.TreeSet<>(roles);
        all.addAll(OLDER_ROLES);
        List.copyOf(all).forEach(role -> all.add("v1-" + role));
        return List.of(
                of(
                                CREATE_DEFAULT,
                                "true",
                                new Flag(),
                                "a user who can reach no environment gets one at the first sign-in")
                        .readBy(IDENTITY),
                of(
                                SET_MEMBER_ROLES,
                                "owner",
                                new Words(Set.of("owner", "member", "restricted", "readonly"), true),
                                "roles that may change the members of their environment")
                        .readBy(IDENTITY),
                of(
                                SettingName.INFRASTRUCTURE_ROLES,
                                "superadmin,admin,service,owner,member,project,environment,projectadmin,agent",
                                new Words(all, true),
                                "roles that may change system stacks, their services and containers, and hosts")
                        .readBy(SCHEDULER),
                of(
                                SettingName.RESTRICTED_EXEC,
                                "false",
                                new Flag(),
                                "restricted members get shells in privileged containers too")
                        .readBy(SCHEDULER),
                of(PORT_RANGE, "49153-65535", new PortRange(), "ports that services of a new environment are given")
                        .readBy(IDENTITY),
                of(
                                "project.template.default.name",
                                "Cattle",
                                new Text(255),
                                "public project template that new environments begin with, if there is one of that name")
                        .open()
                        .readBy(IDENTITY));
    }

    private static List<SettingDefinition> containers() {
        return List.of(
                of(
                                SettingName.REGISTRY_DEFAULT,
                                "",
                                new Registries(true),
                                "registry of images that name none, put into them when they are created; empty: Docker Hub")
                        .readBy(SCHEDULER),
                of(
                                SettingName.REGISTRY_WHITELIST,
                                "",
                                new Registries(false),
                                "registries images may come from, Docker Hub is index.docker.io; empty: all")
                        .readBy(SCHEDULER),
                of(
                                SettingName.HOST_REMOVE_DELAY,
                                "-1",
                                new Whole(-1, YEARS),
                                "seconds after which a host that stays away is removed; -1: never; environments have their own")
                        .readBy(SCHEDULER),
                of(AGENT_IMAGE, "", new Text(255), "image of the agent in registration commands")
                        .readBy(IDENTITY),
                of("lb.instance.image", "", new Text(255), "image of load balancers")
                        .open(),
                of("engine.install.url", "", new Address(false), "script that installs an engine on a new machine")
                        .open(),
                of("supported.docker.range", "", new Text(255), "versions of the engine that are supported")
                        .open(),
                of("newest.docker.version", "", new Text(64), "newest version of the engine that was tested")
                        .open());
    }

    private static List<SettingDefinition> histories() {
        return List.of(
                of(AUDIT_RETENTION, "2592000", new Whole(1, YEARS), "age at which audit rows go, in seconds")
                        .readBy(IDENTITY),
                of(
                                SettingName.SERVICE_LOG_RETENTION,
                                "86400",
                                new Whole(1, YEARS),
                                "age at which entries of services' logs go, in seconds")
                        .readBy(SCHEDULER),
                of(
                                SettingName.CLEANUP_BATCH,
                                "1000",
                                new Whole(1, 100_000),
                                "entries of services' logs that are deleted at once")
                        .readBy(SCHEDULER),
                of(
                                SettingName.SHELL_RECORDING,
                                SettingName.SHELL_RECORDING_OFF,
                                new OneOf(List.of(
                                        SettingName.SHELL_RECORDING_OFF, "output", SettingName.SHELL_RECORDING_ALL)),
                                "what of shells goes into the audit log: nothing, what they show, or what is typed too")
                        .readBy(PROXY),
                of(
                                SettingName.SHELL_RECORDING_MOST,
                                "1048576",
                                new Whole(4096, 1 << 30),
                                "bytes after which a recorded shell ends")
                        .readBy(PROXY));
    }

    /** Kept for clients: portal, command, catalog. */
    private static List<SettingDefinition> clients() {
        Text text = new Text(LONG);
        return List.of(
                of("catalog.url", "", text, "catalogs, as JSON").open(),
                of("catalog.refresh.interval.seconds", "300", new Whole(0, YEARS), "how often catalogs are read anew"),
                of(SettingName.SERVER_VERSION, "v1.6.30", text, "version of the reference whose clients work here")
                        .open()
                        .readBy(GATEWAY),
                of("cattle.version", "v1.6.30", text, "the same, by its older name")
                        .open(),
                of("rancher.server.image", "", text, "image of the server").open(),
                of("rancher.cli.linux.url", "", text, "where the command is, for Linux")
                        .open(),
                of("rancher.cli.darwin.url", "", text, "where the command is, for macOS")
                        .open(),
                of("rancher.cli.windows.url", "", text, "where the command is, for Windows")
                        .open(),
                of("rancher.cli.version", "", text, "version of the command").open(),
                of("rancher.compose.linux.url", "", text, "where the compose command is, for Linux")
                        .open(),
                of("rancher.compose.darwin.url", "", text, "where the compose command is, for macOS")
                        .open(),
                of("rancher.compose.windows.url", "", text, "where the compose command is, for Windows")
                        .open(),
                of("rancher.compose.version", "", text, "version of the compose command")
                        .open(),
                of("account.version", "2", text, "version of new environments").open(),
                of("telemetry.opt", "out", new OneOf(List.of("in", "out", "prompt", "")), "nothing is sent anywhere")
                        .open(),
                of("install.uuid", "", text, "name of this installation"),
                of("api.ui.index", "", text, "where the portal is").open(),
                of("api.ui.css.url", "", text, "style sheet of the portal"),
                of("api.ui.js.url", "", text, "script of the portal"),
                of("ui.pl", "rancher", text, "label of the portal"),
                of("ui.show.custom.host", "true", new Flag(), "the portal offers to add any host")
                        .open(),
                of(
                                "ui.show.system",
                                "default_hide",
                                new OneOf(List.of("always", "default_show", "default_hide", "never")),
                                "whether the portal shows what belongs to the system")
                        .open(),
                of("ui.feedback.form", "", text, "where the portal sends feedback")
                        .open(),
                of("vm.enabled", "false", new Flag(), "virtual machines as containers")
                        .open());
    }
}
