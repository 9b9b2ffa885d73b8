package io.drover.scheduler.api;

import static io.drover.api.schema.Field.of;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The resource types of this service, each declared once: fields, states and actions (spec: orchestration, section 1), rights
 * (spec: identity sheet, 3.3).
 */
public final class SchedulerTypes {
    private static final Role[] WRITERS = {Role.OWNER, Role.MEMBER, Role.PROJECT, Role.RESTRICTED};
    private static final Role[] HOST_WRITERS = {Role.OWNER, Role.MEMBER, Role.PROJECT};

    private static final String[] HEALTH = {"healthy", "unhealthy", "initializing", "degraded", "started-once"};

    /** Whoever may read an environment; outside one the types are only described. */
    private static final Access READERS =
            Access.none().allow("r", WRITERS).allow("r", Role.READONLY, Role.USER, Role.ADMIN);

    public static final ResourceType HOST = new ResourceType(
                    "host",
                    "h",
                    "",
                    true,
                    fields(
                            of("hostname", "string").filterable(),
                            of("name", "string").updatable().length(0, 255).filterable(),
                            of("description", "string").updatable().length(0, 1024),
                            of("labels", "map[string]").updatable(),
                            of("memory", "int").updatable().range(0, Long.MAX_VALUE),
                            of("milliCpu", "int").updatable().range(0, Integer.MAX_VALUE),
                            of("localStorageMb", "int"),
                            of("agentState", "string"),
                            of("agentIpAddress", "string").filterable(),
                            of("info", "json"),
                            of("instanceIds", "array[reference[container]]"),
                            of("publicEndpoints", "array[publicEndpoint]")),
                    List.of(
                            ActionSpec.of("activate", "host", "inactive"),
                            ActionSpec.of("deactivate", "host", "active", "reconnecting", "disconnected"),
                            ActionSpec.of("remove", "host", "inactive", "reconnecting", "disconnected"),
                            ActionSpec.of("update", "host", "active", "inactive")),
                    List.of("instances", "hostStats", "containerStats"),
                    Set.of("inactive", "reconnecting", "disconnected"),
                    READERS.allow("ud", HOST_WRITERS))
            .describedAs("A machine with a Docker engine and an agent, on which containers run");

    public static final ResourceType STACK = new ResourceType(
                    "stack",
                    "st",
                    "",
                    true,
                    fields(
                            of("name", "string")
                                    .required()
                                    .unique()
                                    .writable()
                                    .length(1, 63)
                                    .validChars("a-zA-Z0-9-")
                                    .filterable(),
                            of("description", "string").writable().length(0, 1024),
                            // Who only reads does not see what containers are told: it is also in the text that was
                            // deployed.
                            of("dockerCompose", "string").creatable().hiddenFrom(Role.READONLY),
                            of("rancherCompose", "string").creatable().hiddenFrom(Role.READONLY),
                            of("environment", "map[string]").creatable().hiddenFrom(Role.READONLY),
                            of("externalId", "string").writable().length(0, 255).filterable(),
                            of("group", "string").writable().length(0, 255).filterable(),
                            of("startOnCreate", "boolean").creatable().defaultsTo(false),
                            of("system", "boolean")
                                    .creatable()
                                    .writtenBy(Role.OWNER)
                                    .defaultsTo(false)
                                    .filterable()
                                    .describedAs("part of the environment's infrastructure"),
                            of("healthState", "enum").options(HEALTH),
                            of("warnings", "array[string]")
                                    .describedAs(
                                            "one sentence for each thing in the compose files that is not honoured"),
                            of("serviceIds", "array[reference[service]]")),
                    List.of(
                            ActionSpec.of("activateservices", "stack", "active"),
                            ActionSpec.of("deactivateservices", "stack", "active"),
                            ActionSpec.of("upgrade", "stack", "active")
                                    .taking(
                                            "stackUpgrade",
                                            of("dockerCompose", "string")
                                                    .required()
                                                    .creatable(),
                                            of("rancherCompose", "string").creatable(),
                                            of("environment", "map[string]").creatable(),
                                            of("externalId", "string").creatable()),
                            ActionSpec.of("update", "stack", "active"),
                            ActionSpec.of("remove", "stack", "active")),
                    List.of("services", "instances"),
                    Set.of(),
                    READERS.allow("cud", WRITERS))
            .inStack("id")
            .describedAs("Services that belong together, as of one compose file");

    public static final ResourceType SERVICE = new ResourceType(
                    "service",
                    "s",
                    "",
                    true,
                    fields(
                            of("name", "string")
                                    .required()
                                    .unique()
                                    .writable()
                                    .length(1, 63)
                                    .validChars("a-zA-Z0-9-")
                                    .filterable(),
                            of("description", "string").writable().length(0, 1024),
                            of("stackId", "reference[stack]")
                                    .required()
                                    .creatable()
                                    .filterable(),
                            of("scale", "int")
                                    .writable()
                                    .range(0, 10_000)
                                    .defaultsTo(1)
                                    .filterable(),
                            of("currentScale", "int"),
                            of("launchConfig", "launchConfig").required().creatable(),
                            of("secondaryLaunchConfigs", "array[secondaryLaunchConfig]")
                                    .creatable(),
                            of("metadata", "map[json]").writable(),
                            of("startOnCreate", "boolean").creatable().defaultsTo(false),
                            of("healthState", "enum").options(HEALTH).filterable(),
                            of("instanceIds", "array[reference[container]]"),
                            of("publicEndpoints", "array[publicEndpoint]"),
                            of("createIndex", "int"),
                            of("system", "boolean").filterable()),
                    List.of(
                            ActionSpec.of("activate", "service", "inactive"),
                            ActionSpec.of(
                                    "deactivate", "service", "active", "activating", "updating-active", "restarting"),
                            ActionSpec.of("restart", "service", "active", "updating-active")
                                    .taking(
                                            "serviceRestart",
                                            of("rollingRestartStrategy", "json").creatable()),
                            ActionSpec.of("update", "service", "active", "inactive", "activating", "updating-active"),
                            ActionSpec.of("remove", "service")),
                    List.of("instances", "stack", "serviceLogs"),
                    Set.of(),
                    READERS.allow("cud", WRITERS))
            .inStack("stackId")
            .describedAs("So many containers of one kind, kept running");

    public static final ResourceType CONTAINER = new ResourceType(
                    "container",
                    "i",
                    "instance",
                    true,
                    fields(
                            of("name", "string").filterable(),
                            of("imageUuid", "string"),
                            of("command", "array[string]"),
                            of("entryPoint", "array[string]"),
                            LaunchConfigTypes.SHOWN_ENVIRONMENT,
                            of("labels", "map[string]"),
                            of("ports", "array[string]"),
                            of("dataVolumes", "array[string]"),
                            of("networkMode", "string"),
                            of("hostname", "string"),
                            of("memory", "int"),
                            of("memoryReservation", "int"),
                            of("milliCpuReservation", "int"),
                            of("privileged", "boolean"),
                            of("capAdd", "array[string]"),
                            of("capDrop", "array[string]"),
                            of("pidMode", "string"),
                            of("hostId", "reference[host]").filterable(),
                            of("stackId", "reference[stack]").filterable(),
                            of("serviceId", "reference[service]").filterable(),
                            of("serviceIds", "array[reference[service]]"),
                            of("externalId", "string").filterable(),
                            of("primaryIpAddress", "string").filterable(),
                            of("createIndex", "int").filterable(),
                            of("serviceIndex", "string"),
                            of("deploymentUnitUuid", "string").filterable(),
                            of("startCount", "int"),
                            of("firstRunning", "date"),
                            of("exitCode", "int"),
                            of("healthState", "enum").options(HEALTH),
                            of("nativeContainer", "boolean").filterable(),
                            of("version", "string"),
                            of("system", "boolean").filterable()),
                    List.of(
                            ActionSpec.of("start", "container", "stopped"),
                            ActionSpec.of("stop", "container", "running", "starting")
                                    .taking(
                                            "instanceStop",
                                            of("remove", "boolean").creatable(),
                                            of("timeout", "int").creatable().range(0, 86_400)),
                            ActionSpec.of("restart", "container", "running"),
                            ActionSpec.of("remove", "container"),
                            ActionSpec.of("logs", "hostAccess", "running", "stopped", "stopping", "starting", "error")
                                    .looking()
                                    .taking(
                                            "containerLogs",
                                            of("follow", "boolean").creatable().defaultsTo(true),
                                            of("lines", "int").creatable().defaultsTo(100L),
                                            of("timestamps", "boolean")
                                                    .creatable()
                                                    .defaultsTo(true),
                                            of("since", "string").creatable()),
                            ActionSpec.of("execute", "hostAccess", "running")
                                    .taking(
                                            "containerExec",
                                            of("command", "array[string]")
                                                    .required()
                                                    .creatable(),
                                            of("attachStdin", "boolean")
                                                    .creatable()
                                                    .defaultsTo(true),
                                            of("attachStdout", "boolean")
                                                    .creatable()
                                                    .defaultsTo(true),
                                            of("tty", "boolean").creatable().defaultsTo(true))),
                    List.of("hosts", "services", "stats", "containerStats"),
                    Set.of(),
                    READERS.allow("ad", WRITERS))
            .inStack("stackId")
            .describedAs("A container on a host: one that a service wants, or one that was found there");

    /** Spec: orchestration, 1.21; identity sheet, 4.2. */
    public static final ResourceType SERVICE_LOG = new ResourceType(
                    "serviceLog",
                    "sl",
                    "",
                    true,
                    List.of(
                            of("accountId", "reference[project]"),
                            of("kind", "string"),
                            of("created", "date").filterable(),
                            of("endTime", "date")
                                    .filterable()
                                    .describedAs("when what began with it was done; null: it goes on"),
                            of("description", "string").filterable(),
                            of("eventType", "string").filterable(),
                            of("level", "enum").options("info", "error").filterable(),
                            of("stackId", "reference[stack]").filterable(),
                            of("serviceId", "reference[service]").filterable(),
                            of("instanceId", "reference[container]").filterable(),
                            of("transactionId", "string")
                                    .filterable()
                                    .describedAs("a request, or what reconciliation did by itself, with its details"),
                            of("subLog", "boolean").filterable().describedAs("a detail of its transaction")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    READERS)
            .inStack("stackId")
            .describedAs("What became of a service and why, kept for a day");

    /** What the environment's users want, beside what they may have; its number is the environment's. */
    public static final ResourceType QUOTA_USAGE = new ResourceType(
            "quotaUsage",
            "a",
            "",
            true,
            List.of(
                    of("accountId", "reference[project]"),
                    of("used", "quota").describedAs("what services ask for, started or not"),
                    of("quota", "quota").describedAs("what the environment may have; 0: not limited")),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("r", WRITERS).allow("r", Role.READONLY, Role.USER, Role.ADMIN));

    /** Volumes are the engines' own here: a compose file names them, and no resource stands for one. */
    public static final ResourceType VOLUME =
            nothingYet("volume", "v", "A volume that is managed by itself; none is yet");

    /** Hosts register themselves here: none is made at a provider. */
    public static final ResourceType MACHINE =
            nothingYet("machine", "ph", "A host that was made at a provider; none is yet");

    public static final List<ResourceType> ALL =
            List.of(HOST, STACK, SERVICE, CONTAINER, SERVICE_LOG, QUOTA_USAGE, VOLUME, MACHINE);

    /** Not a resource but a stream: websocket-proxy serves it and asks each {@code SubscribeController}. */
    public static final ResourceType SUBSCRIBE = new ResourceType(
                    "subscribe",
                    "",
                    "",
                    true,
                    List.of(
                            of("eventNames", "array[string]").describedAs("names of the events to be told of"),
                            of("include", "string").describedAs("link whose resources are put into each event")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Access.none().allow("r", WRITERS).allow("r", Role.READONLY))
            .describedAs("A WebSocket that tells of each change in the environment");

    private static final EmbeddedTypes OTHERS = EmbeddedTypes.described(List.of(
            SUBSCRIBE,
            EmbeddedTypes.of("hostAccess", access())
                    .describedAs("Where a stream is opened: connect to url?token=token"),
            EmbeddedTypes.of("statsAccess", access()).describedAs("Where figures of load come from: url?token=token"),
            EmbeddedTypes.of(
                            "publicEndpoint",
                            List.of(
                                    of("hostId", "reference[host]"),
                                    of("instanceId", "reference[container]"),
                                    of("ipAddress", "string").describedAs("address of the host"),
                                    of("port", "int").describedAs("port on the host"),
                                    of("serviceId", "reference[service]")))
                    .describedAs("A port of a container that can be reached from outside")));

    /** Types that only appear inside others, and those with a controller of their own. */
    public static final EmbeddedTypes EMBEDDED = LaunchConfigTypes.EMBEDDED.and(OTHERS);

    private SchedulerTypes() {}

    private static ResourceType nothingYet(String name, String idPrefix, String description) {
        return new ResourceType(
                        name,
                        idPrefix,
                        "",
                        true,
                        fields(of("name", "string").filterable()),
                        List.of(),
                        List.of(),
                        Set.of(),
                        READERS)
                .describedAs(description);
    }

    private static List<Field> access() {
        return List.of(
                of("url", "string").describedAs("address of the WebSocket"),
                of("token", "string").describedAs("good for one connection, for a minute"));
    }

    /** The fields every stored resource has (spec: orchestration, 0.1), then its own. */
    public static List<Field> fields(Field... own) {
        Stream<Field> common = Stream.of(
                of("accountId", "reference[project]"),
                of("created", "date").filterable(),
                of("kind", "string"),
                of("removed", "date").filterable(),
                of("state", "enum").filterable(),
                of("uuid", "string").filterable(),
                of("transitioning", "enum").options("yes", "no", "error").filterable(),
                of("transitioningMessage", "string"),
                of("transitioningProgress", "int"));
        return Stream.concat(common, Stream.of(own)).toList();
    }
}
