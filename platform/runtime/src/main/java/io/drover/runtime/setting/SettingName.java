package io.drover.runtime.setting;

/** Names of settings that more than one part knows, as users write them (spec: identity sheet, 1.1, 3.3, 4.4). */
public final class SettingName {
    /** Address under which hosts reach the server; empty: the one of the request. */
    public static final String API_HOST = "api.host";
    /** Text of the Basic challenge. */
    public static final String REALM = "api.auth.realm";
    /** Version of the reference whose clients work here. */
    public static final String SERVER_VERSION = "rancher.server.version";
    /** Registry of images that name none; empty: Docker Hub. */
    public static final String REGISTRY_DEFAULT = "registry.default";
    /** Registries images may come from, by comma; empty: all. */
    public static final String REGISTRY_WHITELIST = "registry.whitelist";
    /** Roles that may change what belongs to the system, by comma. */
    public static final String INFRASTRUCTURE_ROLES = "modify.infrastructure.roles";
    /** Whether restricted members get shells in containers that can do more than they may. */
    public static final String RESTRICTED_EXEC = "allow.restricted.user.exec";
    /** Seconds after which a lost host is removed; -1: never. */
    public static final String HOST_REMOVE_DELAY = "host.remove.delay.seconds";
    /** What of shells goes into the audit log: {@link #SHELL_RECORDING_OFF}, {@code output} or {@link #SHELL_RECORDING_ALL}. */
    public static final String SHELL_RECORDING = "audit_log.shell.recording";

    public static final String SHELL_RECORDING_OFF = "off";
    /** What is typed, too: also passwords, which are not shown. */
    public static final String SHELL_RECORDING_ALL = "all";
    /** Bytes after which a recorded shell ends. */
    public static final String SHELL_RECORDING_MOST = "audit_log.shell.recording.max.bytes";

    /** Age in seconds at which entries of services' logs go. */
    public static final String SERVICE_LOG_RETENTION = "service_log.purge.after.seconds";
    /** Rows of a history that are deleted at once. */
    public static final String CLEANUP_BATCH = "cleanup.query_limit.rows";

    private SettingName() {}
}
