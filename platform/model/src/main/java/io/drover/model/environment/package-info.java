/**
 * What every service knows of an environment: its limits, and what its containers may do to their hosts. Identity-service owns
 * it and tells the others ({@code GET /internal/environments}).
 */
@NullMarked
package io.drover.model.environment;

import org.jspecify.annotations.NullMarked;
