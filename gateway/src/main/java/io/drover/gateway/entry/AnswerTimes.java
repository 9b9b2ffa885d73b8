package io.drover.gateway.entry;

import io.drover.gateway.routing.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The timer {@code drover.gateway.answer}: from a request's arrival until its answer begins, by who answers ({@code target}) and
 * how ({@code status}, {@code 2xx}). Streams are not in it. All timers are made at the start.
 */
final class AnswerTimes {
    private static final int CLASSES = 5;

    private final Map<Target, Timer[]> timers = new EnumMap<>(Target.class);

    AnswerTimes(MeterRegistry meters) {
        for (Target target : Target.values()) {
            Timer[] byClass = new Timer[CLASSES];
            for (int status = 1; status <= CLASSES; status++) {
                byClass[status - 1] = Timer.builder("drover.gateway.answer")
                        .tag("target", target.name().toLowerCase(Locale.ROOT))
                        .tag("status", status + "xx")
                        .register(meters);
            }
            timers.put(target, byClass);
        }
    }

    void record(Target target, int status, Duration taken) {
        Timer[] byClass = timers.get(target);
        int index = status / 100 - 1;
        if (byClass != null && index >= 0 && index < CLASSES) {
            byClass[index].record(taken);
        }
    }
}
