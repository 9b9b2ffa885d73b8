package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Mono;

/** A toy service that uses every part of the contract: depots hold crates, and are what stacks are elsewhere. */
final class Crates {
    static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");

    static final ResourceType DEPOT = new ResourceType(
                    "depot",
                    "d",
                    "",
                    true,
                    List.of(Field.of("name", "string").writable().required().filterable()),
                    List.of(),
                    List.of("crates"),
                    Set.of(),
                    Access.none().allow("crud", Role.OWNER).allow("r", Role.READONLY))
            .inStack("id");

    static final ResourceType CRATE = new ResourceType(
                    "crate",
                    "cr",
                    "thing",
                    true,
                    List.of(
                            Field.of("name", "string")
                                    .writable()
                                    .required()
                                    .length(1, 10)
                                    .validChars("a-z0-9-")
                                    .filterable(),
                            Field.of("description", "string").writable(),
                            Field.of("weight", "int")
                                    .writable()
                                    .range(0, 100)
                                    .defaultsTo(1)
                                    .filterable(),
                            Field.of("isOpen", "boolean").writable().filterable(),
                            Field.of("color", "enum")
                                    .writable()
                                    .options("red", "green")
                                    .filterable(),
                            Field.of("depotId", "reference[depot]").creatable().filterable(),
                            Field.of("labels", "map[string]").writable(),
                            Field.of("lid", "lid").writable(),
                            Field.of("key", "password").creatable().shownOnce(),
                            Field.of("pin", "password").writable().secret(),
                            Field.of("accountId", "reference[account]"),
                            Field.of("created", "date").filterable(),
                            Field.of("removed", "date").filterable(),
                            Field.of("state", "enum").options("active", "inactive", "removed")),
                    List.of(
                            ActionSpec.of("activate", "crate", "inactive"),
                            ActionSpec.of("remove", "crate"),
                            ActionSpec.of("weigh", "scales")
                                    .taking(
                                            "weighInput",
                                            Field.of("times", "int").required().range(1, 3)),
                            ActionSpec.of("look", "picture").looking(),
                            ActionSpec.of("melt", "crate")),
                    List.of("scales"),
                    Set.of("inactive", "active"),
                    Access.none().allow("crud", Role.OWNER).allow("r", Role.READONLY),
                    List.of(ActionSpec.of("count", "tally").looking()))
            .inStack("depotId");

    static final EmbeddedTypes EMBEDDED = EmbeddedTypes.checked(List.of(EmbeddedTypes.of(
            "lid",
            List.of(
                    Field.of("material", "string").writable().required(),
                    Field.of("screws", "int").writable()))));

    private Crates() {}

    /** Rows in memory, one set per environment. */
    abstract static class Toys implements ResourceHandler {
        final Map<Long, Resource> rows = new ConcurrentSkipListMap<>();

        void put(Resource row) {
            rows.put(io.drover.model.WireId.parse(row.id()).orElseThrow(), row);
        }

        @Override
        public Mono<Page> list(Caller caller, ListQuery query) {
            return Mono.just(MemoryList.of(
                    query,
                    rows.values().stream().filter(row -> isMine(caller, row)).toList()));
        }

        @Override
        public Mono<Resource> find(Caller caller, long id) {
            return Mono.justOrEmpty(rows.get(id)).filter(row -> isMine(caller, row));
        }

        static boolean isMine(Caller caller, Resource row) {
            return Objects.equals(
                    row.fields().get("accountId"),
                    caller.requireEnvironment().id().toString());
        }
    }

    static final class DepotHandler extends Toys {
        private final CrateHandler crates;

        DepotHandler(CrateHandler crates) {
            this.crates = crates;
        }

        @Override
        public ResourceType type() {
            return DEPOT;
        }

        @Override
        public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
            return Mono.just(MemoryList.of(
                    query,
                    crates.rows.values().stream()
                            .filter(row ->
                                    DEPOT.publicId(id).equals(row.fields().get("depotId")))
                            .toList()));
        }
    }

    static final class CrateHandler extends Toys {
        @Override
        public ResourceType type() {
            return CRATE;
        }

        @Override
        public Mono<Resource> create(Caller caller, Input input) {
            if ("full".equals(input.text("name"))) {
                return Mono.error(new ApiException.Conflict("DepotFull", "the depot holds no further crate"));
            }
            if ("bug".equals(input.text("name"))) {
                return Mono.error(new IllegalStateException("select * from secrets"));
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            input.values().forEach((name, value) -> {
                if (value != null && !name.equals("pin")) {
                    fields.put(name, name.equals("depotId") ? DEPOT.publicId((Long) value) : value);
                }
            });
            fields.put("accountId", caller.requireEnvironment().id().toString());
            fields.put("created", CREATED);
            fields.put("state", "inactive");
            fields.put("secretOfTheHouse", "never shown");
            Resource created = new Resource("crate", CRATE.publicId(rows.size() + 1), Map.copyOf(fields));
            put(created);
            return Mono.just(created);
        }

        @Override
        public Mono<Resource> update(Caller caller, long id, Input changes) {
            return find(caller, id).map(row -> {
                Resource changed = row;
                for (var change : changes.values().entrySet()) {
                    changed = changed.with(change.getKey(), change.getValue());
                }
                put(changed);
                return changed;
            });
        }

        @Override
        public Mono<Resource> remove(Caller caller, long id) {
            return find(caller, id).map(row -> {
                Resource removed = row.with("state", "removed").with("removed", CREATED);
                put(removed);
                return removed;
            });
        }

        @Override
        public Mono<Resource> act(Caller caller, long id, String action, Input input) {
            return switch (action) {
                case "activate" ->
                    find(caller, id).map(row -> {
                        put(row.with("state", "active"));
                        return row.with("state", "active");
                    });
                case "weigh" -> Mono.just(new Resource("scales", "", Map.of("grams", 7 * input.number("times", 0))));
                default -> Mono.just(new Resource("picture", "", Map.of("url", "ws://x")));
            };
        }

        @Override
        public Mono<Resource> actOnAll(Caller caller, String action, Input input) {
            return Mono.just(new Resource("tally", "", Map.of("count", rows.size())));
        }

        @Override
        public boolean offers(Caller caller, Resource resource, String action) {
            return !action.equals("melt");
        }
    }
}
