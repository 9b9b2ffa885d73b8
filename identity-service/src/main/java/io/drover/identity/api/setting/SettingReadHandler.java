package io.drover.identity.api.setting;

import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.setting.DirectoryValues;
import io.drover.identity.setting.DirectoryValues.Configured;
import io.drover.identity.setting.EffectiveSetting;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.setting.SettingDefinition;
import io.drover.identity.setting.SettingSource;
import io.drover.identity.setting.SettingSources;
import io.drover.identity.store.DirectoryStore;
import io.drover.identity.store.SettingStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What holds now: the table of known settings, the surroundings, the database and the directory's configuration, joined. */
public final class SettingReadHandler {
    private static final String LOCAL_PROVIDER = "localAuthConfig";

    private final KnownSettings known;
    private final SettingSources sources;
    private final SettingStore stored;
    private final DirectoryStore directories;

    public SettingReadHandler(
            KnownSettings known, SettingSources sources, SettingStore stored, DirectoryStore directories) {
        this.known = known;
        this.sources = sources;
        this.stored = stored;
        this.directories = directories;
    }

    public KnownSettings known() {
        return known;
    }

    /** By name. */
    public Mono<List<EffectiveSetting>> all() {
        return stored.all()
                .collectMap(SettingStore.Row::name, SettingStore.Row::value)
                .zipWith(directoryValues(), this::joined);
    }

    /** The value that holds; for loops that look seldom and want it exactly. */
    public Mono<String> active(String name) {
        return all().flatMapIterable(all -> all)
                .filter(setting -> setting.name().equals(name))
                .next()
                .map(EffectiveSetting::active);
    }

    /** Values that other parts, or this one, act on. Secrets are not among them. */
    public Mono<Map<String, String>> steering() {
        return all().map(all -> all.stream()
                .filter(SettingReadHandler::isSteering)
                .collect(Collectors.toUnmodifiableMap(EffectiveSetting::name, EffectiveSetting::active)));
    }

    private static boolean isSteering(EffectiveSetting setting) {
        SettingDefinition definition = setting.definition();
        return definition != null
                && !definition.isSecret()
                && !definition.readers().isEmpty();
    }

    private List<EffectiveSetting> joined(Map<String, String> database, Map<String, String> computed) {
        List<EffectiveSetting> all = new ArrayList<>();
        for (SettingDefinition definition : known.all()) {
            all.add(effective(definition, database.get(definition.name()), computed));
        }
        database.forEach((name, value) -> {
            if (known.find(name).isEmpty()) {
                all.add(new EffectiveSetting(name, null, value, value, SettingSource.DATABASE));
            }
        });
        all.sort(Comparator.comparing(EffectiveSetting::name));
        return List.copyOf(all);
    }

    /** What is only shown has one source, whatever the surroundings say. */
    private EffectiveSetting effective(
            SettingDefinition definition, @Nullable String database, Map<String, String> computed) {
        if (definition.isWritable()) {
            return sources.effective(definition, database);
        }
        String value = computed.getOrDefault(definition.name(), definition.packaged());
        return new EffectiveSetting(definition.name(), definition, null, value, SettingSource.COMPUTED);
    }

    private Mono<Map<String, String>> directoryValues() {
        return Flux.fromArray(DirectoryKind.values())
                .concatMap(kind -> directories.find(kind.provider()))
                .map(row -> new Configured(row.provider(), row.isEnabled(), row.fields()))
                .collectList()
                .map(all -> DirectoryValues.of(all, provider(all)));
    }

    private static String provider(List<Configured> all) {
        return all.stream()
                .filter(Configured::isEnabled)
                .map(Configured::provider)
                .findFirst()
                .orElse(LOCAL_PROVIDER);
    }
}
