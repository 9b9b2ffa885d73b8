/** The public edge: resource types and their handlers. */
@NullMarked
package io.drover.scheduler.api;

import org.jspecify.annotations.NullMarked;
