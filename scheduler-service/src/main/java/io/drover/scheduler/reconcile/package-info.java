/**
 * What should exist: turns one service as its user wants it, as it is, and the hosts into a plan that explains itself.
 * Pure: no Mono, no clock, no I/O; ids and uuids are given by who applies the plan. The wire's states are computed here
 * too, from the same values, so that what users read and what the loop does cannot disagree.
 */
@NullMarked
package io.drover.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
