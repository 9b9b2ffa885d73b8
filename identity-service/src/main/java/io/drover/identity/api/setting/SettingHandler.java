package io.drover.identity.api.setting;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.setting.EffectiveSetting;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.setting.SettingDefinition;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.SettingStore;
import io.drover.model.Role;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Settings over the API (spec: identity sheet, 4.4). Their id is their name. Administrators see all, everybody else those that
 * are public; a name that is not for the caller is not there.
 */
public final class SettingHandler implements ResourceHandler {
    /** What a change of a setting is called in the change log. */
    static final String CHANGE = "setting";

    private static final String PREFIX = "1as!";
    /** Numbers of rows whose name Drover does not know begin here; below it is the place in the table of known ones. */
    private static final long UNKNOWN = 1_000_000;

    private static final int LONGEST = 65_535;

    private final ResourceType type;
    private final SettingReadHandler reading;
    private final SettingStore store;
    private final ChangeStore changes;
    private final Clock clock;

    /** @param type {@code setting} or {@code activeSetting} */
    public SettingHandler(
            ResourceType type, SettingReadHandler reading, SettingStore store, ChangeStore changes, Clock clock) {
        this.type = type;
        this.reading = reading;
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return type;
    }

    /** All in one page, unless a page is asked for: clients look settings up in the list. */
    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        boolean isPaged = query.parameters().containsKey("limit");
        ListQuery asked = isPaged
                ? query
                : new ListQuery(
                        query.filters(),
                        query.sort(),
                        ListQuery.MAX_LIMIT,
                        query.offset(),
                        query.removed(),
                        query.include(),
                        query.parameters());
        boolean isAll = caller.role() == Role.ADMIN
                && !"false".equals(query.parameters().get("all"));
        return reading.all().map(all -> {
            List<Resource> shown = all.stream()
                    .filter(setting -> isAll ? isVisible(caller, setting) : setting.isPublic())
                    .map(setting -> resource(caller, setting))
                    .toList();
            Page page = MemoryList.of(asked, shown);
            return isPaged ? page : Page.all(page.data());
        });
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        String name = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        int place = place(name);
        return place >= 0
                ? Mono.just((long) place)
                : store.all().filter(row -> row.name().equals(name)).next().map(row -> UNKNOWN + row.id());
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return name(id).flatMap(name -> find(caller, name));
    }

    private Mono<Resource> find(Caller caller, String name) {
        return reading.all()
                .flatMapIterable(all -> all)
                .filter(setting -> setting.name().equals(name) && isVisible(caller, setting))
                .next()
                .map(setting -> resource(caller, setting));
    }

    private Mono<String> name(long id) {
        return id < UNKNOWN
                ? Mono.just(known().all().get((int) id).name())
                : store.all().filter(row -> row.id() == id - UNKNOWN).next().map(SettingStore.Row::name);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        return save(caller, kept(input.text("name", "")), input);
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        return input.has("value") ? name(id).flatMap(name -> save(caller, name, input)) : find(caller, id);
    }

    /** The value need not be in the database, nor the name in the table; one that cannot be kept under is no setting at all. */
    @Override
    public Mono<Resource> updateNamed(Caller caller, String id, Input changes) {
        String name = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        return caller.role() == Role.ADMIN && changes.has("value") && SettingNames.isOne(name)
                ? save(caller, kept(name), changes)
                : Mono.empty();
    }

    /** The name, or 422: clients cannot keep something under it. */
    private String kept(String name) {
        SettingNames.wrongWith(name, known().names()).ifPresent(sentence -> {
            throw new ApiException.InvalidField("InvalidOption", "name", sentence);
        });
        return name;
    }

    private Mono<Resource> save(Caller caller, String name, Input input) {
        String value = checked(name, input.text("value"));
        return changes.write(store.save(name, value, clock.instant()), NewChange.updated(CHANGE, 0, null))
                .then(Mono.defer(() -> find(caller, name)));
    }

    /** The database has no value any more: answers what holds instead; nothing for a name Drover does not know. */
    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return name(id).flatMap(name -> changes.write(store.delete(name), NewChange.removed(CHANGE, 0, null))
                .then(Mono.defer(() -> find(caller, name))));
    }

    private String checked(String name, @Nullable String value) {
        if (value == null) {
            throw new ApiException.InvalidField(
                    "MissingRequired",
                    "value",
                    "field 'value' is required; DELETE takes a setting back to its default");
        }
        Optional<String> accepted = known().find(name)
                .map(definition -> definition.rule().wrongWith(value.strip()))
                .orElseGet(() -> value.length() <= LONGEST
                        ? Optional.empty()
                        : Optional.of("a text of at most 65535 characters"));
        accepted.ifPresent(sentence -> {
            throw new ApiException.InvalidField(
                    "InvalidOption",
                    "value",
                    "setting '%s' has the value '%s'; accepted: %s".formatted(name, shortened(value), sentence));
        });
        return known().find(name).isPresent() ? value.strip() : value;
    }

    private static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "...";
    }

    private int place(String name) {
        List<SettingDefinition> all = known().all();
        for (int place = 0; place < all.size(); place++) {
            if (all.get(place).name().equals(name)) {
                return place;
            }
        }
        return -1;
    }

    private KnownSettings known() {
        return reading.known();
    }

    private static boolean isVisible(Caller caller, EffectiveSetting setting) {
        return caller.role() == Role.ADMIN || caller.role() == Role.SERVICE || setting.isPublic();
    }

    private static Resource resource(Caller caller, EffectiveSetting setting) {
        boolean isShown = !setting.isSecret() || caller.role() == Role.SERVICE;
        SettingDefinition definition = setting.definition();
        String stored = setting.stored();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", setting.name());
        fields.put("value", isShown ? stored == null ? setting.active() : stored : null);
        fields.put("activeValue", isShown ? setting.active() : null);
        fields.put("inDb", stored != null);
        fields.put("source", setting.source().wire());
        fields.put("description", definition == null ? "kept for clients" : definition.description());
        fields.put("accepted", definition == null ? null : definition.rule().accepted());
        fields.put("needsRestart", definition != null && definition.needsRestart());
        return new Resource(SettingTypes.ACTIVE_SETTING.name(), setting.name(), fields);
    }
}
