/**
 * Samples of machine and containers, one a second, cumulative (spec: hosts and network, 3.7).
 */
@NullMarked
package io.drover.agent.stats;

import org.jspecify.annotations.NullMarked;
