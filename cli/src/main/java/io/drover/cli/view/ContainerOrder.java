package io.drover.cli.view;

import io.drover.cli.api.Resource;
import java.util.Comparator;

/** The order containers are listed in. */
public final class ContainerOrder {
    /** {@code web-2} before {@code web-10}; equal names by id. */
    public static final Comparator<Resource> BY_NAME =
            Comparator.comparing(Resource::name, NaturalOrder.INSTANCE).thenComparing(Resource::id);

    private ContainerOrder() {}
}
