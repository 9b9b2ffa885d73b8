/**
 * WHAT to do next: (document, observed containers, memory, now) in, a plan out. Pure: no engine, no clock, no threads. It
 * never plans the removal of anything the document does not name as removed.
 */
@NullMarked
package io.drover.agent.reconcile;

import org.jspecify.annotations.NullMarked;
