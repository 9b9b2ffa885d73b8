package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.identity.store.ProjectStore;
import io.drover.model.EnvironmentId;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The environments that an administrator says belong together with one (spec: identity sheet, 3.1). They describe: nothing in one
 * environment gets access to anything in the other. A link to an environment that is removed later stays, as a reference to it
 * would.
 */
final class ProjectLinksHandler {
    static final String FIELD = "projectLinks";

    private static final int MOST = 100;

    private final ProjectStore projects;

    ProjectLinksHandler(ProjectStore projects) {
        this.projects = projects;
    }

    /** Part of the caller's transaction. Answers 0 where the request says nothing about them. */
    Mono<Long> write(long id, Input input) {
        if (!input.has(FIELD)) {
            return Mono.just(0L);
        }
        List<Long> wanted = input.list(FIELD).stream()
                .map(link -> ((Number) link).longValue())
                .distinct()
                .sorted()
                .toList();
        if (wanted.size() > MOST) {
            return Mono.error(new ApiException.InvalidField(
                    "MaxLengthExceeded",
                    FIELD,
                    "field '" + FIELD + "' has " + wanted.size() + " entries: " + MOST + " are possible"));
        }
        return projects.present(wanted).flatMap(present -> {
            wanted.forEach(link -> requireOther(id, link, present));
            return projects.updateLinks(id, wanted);
        });
    }

    private static void requireOther(long id, long link, Set<Long> present) {
        boolean isItself = id == link;
        if (isItself || !present.contains(link)) {
            throw new ApiException.InvalidField(
                    "InvalidReference",
                    FIELD,
                    "field '" + FIELD + "' has the value '" + new EnvironmentId(link) + "': "
                            + (isItself ? "that is the environment itself" : "there is no such environment"));
        }
    }
}
