package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.ProjectTemplateRow;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.identity.store.ProjectTemplateStore.Written;
import io.drover.identity.template.StackTemplate;
import io.drover.identity.template.TemplateReading;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Project templates, and which one a new environment begins with. An environment has a copy: changing a template changes no
 * environment.
 */
public final class ProjectTemplateHandler implements ResourceHandler {
    /** Name of the public template of environments that choose none. Empty, or of none: they begin with nothing. */
    static final String DEFAULT_SETTING = "project.template.default.name";

    /** What stands inside of one. */
    public static final EmbeddedTypes EMBEDDED = EmbeddedTypes.checked(List.of(ProjectTemplateTypes.CATALOG_TEMPLATE));

    private static final String TYPE = "projectTemplate";

    private final ProjectTemplateStore templates;
    private final LiveSettings settings;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    public ProjectTemplateHandler(
            ProjectTemplateStore templates, LiveSettings settings, ChangeStore changes, Ids ids, Clock clock) {
        this.templates = templates;
        this.settings = settings;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return ProjectTemplateTypes.PROJECT_TEMPLATE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, ProjectTemplateStore.COLUMNS, "t.id");
        Flux<ProjectTemplateRow> rows =
                caller.role() == Role.ADMIN ? templates.listAll(list) : templates.listFor(whose(caller), list);
        return rows.map(ProjectTemplateHandler::resource)
                .collectList()
                .map(all -> new Page(SqlList.page(all, query), all.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return visible(caller, id).map(ProjectTemplateHandler::resource);
    }

    private Mono<ProjectTemplateRow> visible(Caller caller, long id) {
        return templates
                .find(id)
                .filter(row -> row.isPublic() || caller.role() == Role.ADMIN || row.account() == whose(caller));
    }

    /** Number of the account whose private templates the caller sees; 0: nobody's, as with a client's token for an environment. */
    private static long whose(Caller caller) {
        return CredentialAccess.isConfined(caller) ? 0 : caller.account().value();
    }

    /** Public ones are the administrators', whoever made them. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return caller.role() == Role.ADMIN
                || Boolean.FALSE.equals(resource.fields().get("isPublic"));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        Written template = new Written(
                input.text("name", ""),
                input.text("description"),
                input.flag("isPublic", false),
                input.text("externalId"),
                stacks(input));
        return changes.write(
                        templates.insert(ids.uuid(), caller.account().value(), template, clock.instant()),
                        id -> List.of(NewChange.created(TYPE, id, null)))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(template.name()))
                .flatMap(id -> find(caller, id));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        Mono<Long> work = templates.lock(id).flatMap(row -> templates.update(id, changed(row, input)));
        return own(caller, id)
                .flatMap(row -> changes.write(work, NewChange.updated(TYPE, id, null))
                        .onErrorMap(DataIntegrityViolationException.class, _ -> taken(input.text("name", row.name()))))
                .then(find(caller, id));
    }

    private static Written changed(ProjectTemplateRow row, Input input) {
        return new Written(
                input.text("name", row.name()),
                input.has("description") ? input.text("description") : row.description(),
                input.flag("isPublic", row.isPublic()),
                input.has("externalId") ? input.text("externalId") : row.externalId(),
                input.has("stacks") ? stacks(input) : row.stacks());
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return own(caller, id)
                .flatMap(_ -> changes.write(templates.remove(id, clock.instant()), NewChange.removed(TYPE, id, null)))
                .then(find(caller, id));
    }

    private Mono<ProjectTemplateRow> own(Caller caller, long id) {
        return visible(caller, id).doOnNext(row -> {
            if (!offers(caller, resource(row), "update")) {
                throw new ApiException.Forbidden(
                        "the template '" + row.name() + "' is public: only administrators change it");
            }
        });
    }

    /** The template of a new environment: the one the request names, or the default one. Empty: none. */
    Mono<Optional<ProjectTemplateRow>> chosen(Caller caller, Input input) {
        long wanted = input.number("projectTemplateId", 0);
        return wanted == 0
                ? standard()
                : visible(caller, wanted)
                        .filter(row -> row.removed() == null)
                        .map(Optional::of)
                        .switchIfEmpty(Mono.error(() -> new ApiException.InvalidField(
                                "InvalidReference",
                                "projectTemplateId",
                                "projectTemplateId: there is no such template")));
    }

    /** The default one. */
    Mono<Optional<ProjectTemplateRow>> standard() {
        return Mono.just(settings.text(DEFAULT_SETTING, ""))
                .filter(name -> !name.isBlank())
                .flatMap(templates::findPublic)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static List<StackTemplate> stacks(Input input) {
        return switch (TemplateReading.read(input.list("stacks"))) {
            case TemplateReading.Valid(List<StackTemplate> stacks) -> stacks;
            case TemplateReading.Invalid(String sentence) ->
                throw new ApiException.InvalidField("InvalidFormat", "stacks", "field 'stacks': " + sentence);
        };
    }

    private static ApiException taken(String name) {
        return new ApiException.InvalidField(
                "NotUnique", "name", "field 'name' has the value '" + name + "', which another template has");
    }

    private static Resource resource(ProjectTemplateRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("isPublic", row.isPublic());
        fields.put("externalId", row.externalId());
        fields.put("accountId", new AccountId(row.account()).toString());
        fields.put(
                "stacks",
                row.stacks().stream().map(ProjectTemplateHandler::stack).toList());
        Wire.common(fields, row.removed() == null ? "active" : "removed", row.uuid());
        fields.put("created", row.created());
        fields.put("removed", row.removed());
        return new Resource(TYPE, ProjectTemplateTypes.PROJECT_TEMPLATE.publicId(row.id()), fields);
    }

    private static Map<String, @Nullable Object> stack(StackTemplate stack) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "catalogTemplate");
        fields.put("name", stack.name());
        fields.put("description", stack.description());
        fields.put("dockerCompose", stack.dockerCompose());
        fields.put("rancherCompose", stack.rancherCompose());
        fields.put("answers", stack.answers());
        fields.put("binding", stack.binding());
        return fields;
    }
}
