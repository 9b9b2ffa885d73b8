package io.drover.identity.setting;

import java.util.Set;

/**
 * A setting Drover knows.
 *
 * @param name as users write it, e.g. {@code api.host}
 * @param packaged its value when nobody says otherwise
 * @param isPublic everybody who is signed in may see it
 * @param isSecret its value is shown to other services only
 * @param needsRestart what reads it looks once, at its start
 * @param readers parts that act on it; empty: it is kept for clients
 */
public record SettingDefinition(
        String name,
        String packaged,
        SettingRule rule,
        String description,
        boolean isPublic,
        boolean isSecret,
        boolean needsRestart,
        Set<String> readers) {
    public SettingDefinition {
        readers = Set.copyOf(readers);
    }

    static SettingDefinition of(String name, String packaged, SettingRule rule, String description) {
        return new SettingDefinition(name, packaged, rule, description, false, false, false, Set.of());
    }

    SettingDefinition open() {
        return new SettingDefinition(name, packaged, rule, description, true, isSecret, needsRestart, readers);
    }

    SettingDefinition secret() {
        return new SettingDefinition(name, packaged, rule, description, false, true, needsRestart, readers);
    }

    SettingDefinition readBy(String... parts) {
        return new SettingDefinition(
                name, packaged, rule, description, isPublic, isSecret, needsRestart, Set.of(parts));
    }

    /** The same setting with the installation's own packaged value. */
    SettingDefinition packagedAs(String value) {
        return new SettingDefinition(name, value, rule, description, isPublic, isSecret, needsRestart, readers);
    }

    /** Whether clients can change it at all. */
    public boolean isWritable() {
        return !(rule instanceof SettingRule.Shown);
    }
}
