/** A host without Docker and without waiting: the engine, the world around it, and virtual time. */
@NullMarked
package io.drover.agent.simulation;

import org.jspecify.annotations.NullMarked;
