/**
 * Decides which host a unit runs on. Pure: no Mono, no clock, no I/O, no randomness; the same hosts and requests give the
 * same answer in any order of the hosts. A hard rule is one {@link io.drover.scheduler.placement.HostFilter}, a wish is one
 * {@link io.drover.scheduler.placement.HostScorer}; a refusal counts the hosts that each rule turned away.
 */
@NullMarked
package io.drover.scheduler.placement;

import org.jspecify.annotations.NullMarked;
