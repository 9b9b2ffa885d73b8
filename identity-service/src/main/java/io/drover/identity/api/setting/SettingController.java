package io.drover.identity.api.setting;

import io.drover.runtime.setting.SettingLine;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** The settings for the other services. The security chain has checked the suite's secret before. */
@RestController
public final class SettingController {
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

    private final SettingsLoop settings;

    public SettingController(SettingsLoop settings) {
        this.settings = settings;
    }

    /** Merged as groups of lines, so that no sign of life gets into the list, whose end it would be, or before it. */
    @GetMapping(path = "/internal/settings", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<SettingLine> settings() {
        Flux<List<SettingLine>> alive =
                Flux.interval(ALIVE_EVERY).onBackpressureDrop().map(_ -> List.of(SettingLine.ALIVE));
        return Flux.merge(settings.follow(), alive)
                .skipUntil(lines -> lines.size() > 1)
                .concatMapIterable(lines -> lines);
    }
}
