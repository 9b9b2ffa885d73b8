package io.drover.identity.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the surroundings of the process say about settings, and how the sources are ranked: {@link SettingSource}, the strongest
 * first. A variable that is set to nothing says nothing. Only names of the table are looked up: other variables are none of our
 * business.
 *
 * @param environment the process's variables
 * @param properties the process's system properties
 * @param file content of the local file; empty: there is none
 */
public record SettingSources(
        Map<String, String> environment, Map<String, String> properties, Map<String, String> file) {
    public static final SettingSources NONE = new SettingSources(Map.of(), Map.of(), Map.of());

    private static final List<String> PREFIXES = List.of("DROVER_SETTING_", "CATTLE_");
    private static final String DEFAULT_PREFIX = "DEFAULT_CATTLE_";

    public SettingSources {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
        file = Map.copyOf(file);
    }

    private record Said(SettingSource source, String by, String value) {}

    /** @param stored the database's value, or null; one that is not accepted any more says nothing */
    public EffectiveSetting effective(SettingDefinition definition, @Nullable String stored) {
        boolean isUsable = stored != null && definition.rule().wrongWith(stored).isEmpty();
        Said said = strong(definition.name())
                .or(() -> isUsable
                        ? Optional.of(new Said(SettingSource.DATABASE, "the database", String.valueOf(stored)))
                        : weak(definition.name()))
                .orElseGet(() -> new Said(SettingSource.PACKAGED, "the program", definition.packaged()));
        return new EffectiveSetting(definition.name(), definition, stored, said.value(), said.source());
    }

    /** One sentence for each value of the surroundings that its setting does not accept; secrets are not repeated. */
    public List<String> problems(List<SettingDefinition> definitions) {
        List<String> problems = new ArrayList<>();
        for (SettingDefinition definition : definitions) {
            strong(definition.name()).ifPresent(said -> check(definition, said, problems));
            weak(definition.name()).ifPresent(said -> check(definition, said, problems));
        }
        return List.copyOf(problems);
    }

    private static void check(SettingDefinition definition, Said said, List<String> problems) {
        definition
                .rule()
                .wrongWith(said.value())
                .ifPresent(accepted -> problems.add("%s sets the setting %s to '%s'; accepted: %s"
                        .formatted(
                                said.by(),
                                definition.name(),
                                definition.isSecret() ? "(not shown)" : said.value(),
                                accepted)));
    }

    private Optional<Said> strong(String name) {
        for (String prefix : PREFIXES) {
            Optional<Said> said = variable(SettingSource.ENVIRONMENT, prefix + variableOf(name));
            if (said.isPresent()) {
                return said;
            }
        }
        String property = properties.get(name);
        if (property != null) {
            return Optional.of(new Said(SettingSource.SYSTEM_PROPERTY, "the system property " + name, property));
        }
        return Optional.ofNullable(file.get(name))
                .map(value -> new Said(SettingSource.FILE, "the file of drover.settings.file", value));
    }

    private Optional<Said> weak(String name) {
        return variable(SettingSource.DEFAULT_ENVIRONMENT, DEFAULT_PREFIX + variableOf(name));
    }

    private Optional<Said> variable(SettingSource source, String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank()
                ? Optional.empty()
                : Optional.of(new Said(source, "the variable " + variable, value.strip()));
    }

    private static String variableOf(String name) {
        return name.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
