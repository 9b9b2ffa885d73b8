package io.drover.identity.setting;

import org.jspecify.annotations.Nullable;

/**
 * A setting and what holds now.
 *
 * @param definition null: Drover does not know the name, a client keeps something under it
 * @param stored the value in the database; null: none
 * @param active the value that holds
 * @param source where it comes from
 */
public record EffectiveSetting(
        String name,
        @Nullable SettingDefinition definition,
        @Nullable String stored,
        String active,
        SettingSource source) {

    public boolean isPublic() {
        return definition != null && definition.isPublic();
    }

    public boolean isSecret() {
        return definition != null && definition.isSecret();
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "EffectiveSetting[" + name + " from " + source + "]";
    }
}
