package io.drover.runtime.database;

import io.drover.runtime.TimeConfig;
import io.drover.runtime.feed.FeedSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Supplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A service's context with nothing in it but the platform's database. */
public final class TrialContext implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public TrialContext(DatabaseSettings settings, FeedSettings feed) {
        context.registerBean(MeterRegistry.class, (Supplier<MeterRegistry>) SimpleMeterRegistry::new);
        context.registerBean(DatabaseSettings.class, () -> settings);
        context.registerBean(FeedSettings.class, () -> feed);
        context.register(TimeConfig.class, DatabaseConfig.class);
        context.refresh();
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
