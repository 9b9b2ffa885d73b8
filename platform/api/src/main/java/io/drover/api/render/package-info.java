/** What a client sees: resources, collections, schemas as trees of maps in the contract's order. Pure. */
@NullMarked
package io.drover.api.render;

import org.jspecify.annotations.NullMarked;
