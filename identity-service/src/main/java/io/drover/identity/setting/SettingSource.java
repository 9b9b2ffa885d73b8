package io.drover.identity.setting;

/** Where a value can come from, the strongest first (spec: identity sheet, 4.4). The words are the wire's. */
public enum SettingSource {
    /** {@code DROVER_SETTING_API_HOST}, or {@code CATTLE_API_HOST} as users of the reference know it. */
    ENVIRONMENT("Environment Variables"),
    /** {@code -Dapi.host=...}. */
    SYSTEM_PROPERTY("System Properties"),
    /** The file of {@code drover.settings.file}. */
    FILE("Local File"),
    DATABASE("Database"),
    /** {@code DEFAULT_CATTLE_API_HOST}. */
    DEFAULT_ENVIRONMENT("Default Environment Variables"),
    PACKAGED("Code Packaged Defaults"),
    /** Computed from another configuration, e.g. of the directory. */
    COMPUTED("Configuration");

    private final String wire;

    SettingSource(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
