package io.drover.scheduler.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.scheduler.store.ServiceLogRepository;
import io.drover.scheduler.store.ServiceLogRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The log of services over the API: nobody writes it but what it tells of. */
public final class ServiceLogHandler implements ResourceHandler {
    private final ServiceLogRepository logs;

    public ServiceLogHandler(ServiceLogRepository logs) {
        this.logs = logs;
    }

    @Override
    public ResourceType type() {
        return SchedulerTypes.SERVICE_LOG;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return logs.list(environment(caller), query).collectList().map(rows -> page(rows, query));
    }

    private static Page page(List<ServiceLogRow> rows, ListQuery query) {
        List<Resource> resources = SqlList.page(rows, query).stream()
                .map(ServiceLogHandler::resource)
                .toList();
        return new Page(resources, rows.size() > query.limit());
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return logs.find(environment(caller), id).map(ServiceLogHandler::resource);
    }

    /** The newest entries of a service, in their order. */
    Mono<Page> ofService(Caller caller, ServiceId service) {
        return logs.newest(environment(caller), service)
                .map(ServiceLogHandler::resource)
                .collectList()
                .map(Page::all);
    }

    private static Resource resource(ServiceLogRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("accountId", row.environment().toString());
        fields.put("kind", "serviceLog");
        fields.put("created", row.created());
        fields.put("endTime", row.ended());
        fields.put("description", row.description());
        fields.put("eventType", row.event());
        fields.put("level", row.level());
        fields.put("stackId", row.stack().toString());
        fields.put("serviceId", row.service().toString());
        fields.put("instanceId", row.instance() == null ? null : row.instance().toString());
        fields.put("transactionId", row.transaction());
        fields.put("subLog", row.detail());
        return new Resource("serviceLog", SchedulerTypes.SERVICE_LOG.publicId(row.id()), fields);
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
