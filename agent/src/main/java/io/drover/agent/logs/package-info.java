/**
 * A container's output as a stream that never runs ahead of its reader.
 */
@NullMarked
package io.drover.agent.logs;

import org.jspecify.annotations.NullMarked;
