/** Stacks: when a removed one is gone. */
@NullMarked
package io.drover.scheduler.stack;

import org.jspecify.annotations.NullMarked;
