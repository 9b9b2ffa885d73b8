/**
 * How much an environment has and may have. Pure. Counted twice: what users ask for, when they ask, and what is made, when it is
 * made; each under the environment's turn, so that two at once cannot both take the last of it.
 */
@NullMarked
package io.drover.scheduler.quota;

import org.jspecify.annotations.NullMarked;
