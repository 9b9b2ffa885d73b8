/**
 * A command in a container, with terminal and resize, as a channel (spec: hosts and network, 3.5).
 */
@NullMarked
package io.drover.agent.exec;

import org.jspecify.annotations.NullMarked;
