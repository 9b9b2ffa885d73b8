package io.drover.cli.waiting;

import io.drover.cli.api.Resource;
import io.drover.cli.api.Transitioning;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Since when each resource has been reporting an error, without a break. Starts when we first look. */
public record ErrorClock(Map<String, Instant> since) {
    public static final ErrorClock EMPTY = new ErrorClock(Map.of());

    public ErrorClock {
        since = Map.copyOf(since);
    }

    public ErrorClock observe(Collection<Resource> resources, Instant now) {
        Map<String, Instant> next = new HashMap<>();
        for (Resource resource : resources) {
            if (resource.transitioning() == Transitioning.ERROR) {
                next.put(resource.id(), since.getOrDefault(resource.id(), now));
            }
        }
        return new ErrorClock(next);
    }

    Optional<Instant> errorSince(Resource resource) {
        return Optional.ofNullable(since.get(resource.id()));
    }
}
