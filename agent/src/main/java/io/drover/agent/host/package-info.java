/**
 * What the agent finds out about its machine (spec: hosts and network, 1.9 to 1.11) and about itself.
 */
@NullMarked
package io.drover.agent.host;

import org.jspecify.annotations.NullMarked;
