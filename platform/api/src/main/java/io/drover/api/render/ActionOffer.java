package io.drover.api.render;

import io.drover.api.resource.Resource;
import io.drover.api.security.Caller;

/** Narrows what the state offers, e.g. for system containers; never widens it. */
@FunctionalInterface
public interface ActionOffer {
    boolean offers(Caller caller, Resource resource, String action);
}
