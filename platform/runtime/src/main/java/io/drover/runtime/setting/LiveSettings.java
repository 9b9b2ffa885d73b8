package io.drover.runtime.setting;

import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The effective values of the settings, as they were heard last. Reading is cheap and never waits; a value may be a few
 * seconds old. Before the first list was heard nothing is known, and readers get what they name as the other value: name the
 * narrower one, or ask {@link #requireKnown} first.
 */
public final class LiveSettings {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final AtomicReference<@Nullable Map<String, String>> known = new AtomicReference<>();

    /** Settings that are known from the start; for tests, and for who owns them. */
    public static LiveSettings of(Map<String, String> values) {
        var settings = new LiveSettings();
        settings.replace(values);
        return settings;
    }

    /** All of them, anew. */
    public void replace(Map<String, String> values) {
        known.set(Map.copyOf(values));
    }

    /** One of them changed; does nothing before the first list. */
    public void heard(String name, @Nullable String value) {
        known.updateAndGet(present -> present == null ? null : changed(present, name, value));
    }

    private static Map<String, String> changed(Map<String, String> present, String name, @Nullable String value) {
        Map<String, String> next = new HashMap<>(present);
        if (value == null) {
            next.remove(name);
        } else {
            next.put(name, value);
        }
        return Map.copyOf(next);
    }

    public boolean isKnown() {
        return known.get() != null;
    }

    /** @throws PartUnavailable no list was heard since this process started */
    public void requireKnown() {
        if (!isKnown()) {
            throw new PartUnavailable(
                    "identity-service",
                    "the settings are not known yet: identity-service has not answered since this part started; try again",
                    RETRY,
                    null);
        }
    }

    /** Empty: not known, or there is no such setting. */
    public Optional<String> find(String name) {
        Map<String, String> present = known.get();
        return present == null ? Optional.empty() : Optional.ofNullable(present.get(name));
    }

    public String text(String name, String otherwise) {
        return find(name).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        return find(name).map("true"::equals).orElse(otherwise);
    }

    /** A whole number; what is none counts as not known. */
    public long number(String name, long otherwise) {
        return find(name)
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(otherwise);
    }

    /** What stands between commas, without blanks. */
    public List<String> words(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
