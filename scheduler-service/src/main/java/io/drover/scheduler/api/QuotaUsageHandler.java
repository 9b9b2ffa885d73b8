package io.drover.scheduler.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;
import io.drover.model.environment.Quota;
import io.drover.scheduler.quota.Usage;
import io.drover.scheduler.store.QuotaStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How much of its quota an environment uses: one resource per environment, counted when it is read. */
public final class QuotaUsageHandler implements ResourceHandler {
    private final QuotaStore quotas;

    public QuotaUsageHandler(QuotaStore quotas) {
        this.quotas = quotas;
    }

    @Override
    public ResourceType type() {
        return SchedulerTypes.QUOTA_USAGE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return usage(caller.requireEnvironment().id()).map(usage -> Page.all(List.of(usage)));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        EnvironmentId environment = caller.requireEnvironment().id();
        return environment.value() == id ? usage(environment) : Mono.empty();
    }

    private Mono<Resource> usage(EnvironmentId environment) {
        return Mono.zip(
                quotas.quota(environment), quotas.usage(environment), (quota, usage) -> of(environment, quota, usage));
    }

    private static Resource of(EnvironmentId environment, Quota quota, Usage usage) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("accountId", environment.toString());
        fields.put("used", amounts(usage::of));
        fields.put("quota", amounts(item -> quota.limit(item).orElse(0)));
        return new Resource(SchedulerTypes.QUOTA_USAGE.name(), environment.toString(), fields);
    }

    private static Map<String, Object> amounts(ToLongFunction<Quota.Item> amount) {
        Map<String, Object> amounts = new LinkedHashMap<>();
        amounts.put("type", "quota");
        for (Quota.Item item : Quota.Item.values()) {
            amounts.put(item.wire(), amount.applyAsLong(item));
        }
        return amounts;
    }
}
