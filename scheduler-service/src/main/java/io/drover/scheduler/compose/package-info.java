/**
 * Compose files in, the stack they describe out: every dialect users have lying around, with every key that is not honoured
 * named in a warning and every mistake named with its line. The texts come from strangers: reading is bounded in size, depth
 * and expansion, and never opens a file or an address. Pure: no Mono, no clock, no I/O; nothing here throws for what a user
 * wrote.
 */
@NullMarked
package io.drover.scheduler.compose;

import org.jspecify.annotations.NullMarked;
