/**
 * The wire contract, once for all services: schemas, resources, collections, filters, links, actions, error bodies (spec:
 * api contract). A service declares its {@link io.drover.api.schema.ResourceType}s and gives a
 * {@link io.drover.api.resource.ResourceHandler} for each; everything a client sees follows from those two.
 */
@NullMarked
package io.drover.api;

import org.jspecify.annotations.NullMarked;
