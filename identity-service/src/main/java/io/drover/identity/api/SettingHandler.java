package io.drover.identity.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.store.SettingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The settings everybody may know (spec: identity sheet, 4.4), read only; a row in the database wins over the default. */
public final class SettingHandler implements ResourceHandler {
    private final SettingStore settings;
    private final List<String> names;
    private final Map<String, String> defaults;

    /** @param defaults name to value; the order is the order of lists */
    public SettingHandler(SettingStore settings, Map<String, String> defaults) {
        this.settings = settings;
        this.names = List.copyOf(defaults.keySet());
        this.defaults = Map.copyOf(defaults);
    }

    @Override
    public ResourceType type() {
        return IdentityTypes.SETTING;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return settings.all()
                .map(stored ->
                        names.stream().map(name -> resource(name, stored)).toList())
                .map(Page::all);
    }

    /** The number is the place in the list of names, see {@link #resolve}. */
    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return settings.all().map(stored -> resource(names.get((int) id), stored));
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        int place = names.indexOf(id.startsWith("1as!") ? id.substring("1as!".length()) : id);
        return place < 0 ? Mono.empty() : Mono.just((long) place);
    }

    private Resource resource(String name, Map<String, String> stored) {
        boolean inDb = stored.containsKey(name);
        String value = inDb ? stored.get(name) : defaults.get(name);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("value", value);
        fields.put("activeValue", value);
        fields.put("inDb", inDb);
        fields.put("source", inDb ? "Database" : "Code Packaged Defaults");
        return new Resource("setting", name, fields);
    }
}
