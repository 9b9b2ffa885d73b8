package io.drover.runtime.setting;

import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/**
 * Follows {@code GET /internal/settings} of identity-service into {@link LiveSettings}. A list replaces what was known only
 * when it has come whole; whoever runs the stream starts it again when it ends.
 */
public final class SettingsStream {
    private final WebClient identity;
    private final Guarded guarded;
    private final LiveSettings settings;

    /**
     * @param identity with the suite's secret
     * @param guarded ends the stream when a line is overdue
     */
    public SettingsStream(WebClient identity, Guarded guarded, LiveSettings settings) {
        this.identity = identity;
        this.guarded = guarded;
        this.settings = settings;
    }

    /** Endless, until the connection ends. */
    public Flux<SettingLine> follow() {
        return Flux.defer(() -> {
            var reader = new Reader(settings);
            return guarded.flux(
                            InternalClients.ndjson(() -> identity.get().uri("/internal/settings"), SettingLine.class))
                    .doOnNext(reader::heard);
        });
    }

    /** Of one connection. Lines come one after the other. */
    static final class Reader {
        private final LiveSettings settings;
        private final Map<String, String> list = new HashMap<>();
        private boolean listed;

        Reader(LiveSettings settings) {
            this.settings = settings;
        }

        void heard(SettingLine line) {
            String name = line.name();
            String value = line.value();
            if (listed) {
                if (name != null) {
                    settings.heard(name, value);
                }
            } else if (name == null) {
                settings.replace(list);
                listed = true;
            } else if (value != null) {
                list.put(name, value);
            }
        }
    }
}
