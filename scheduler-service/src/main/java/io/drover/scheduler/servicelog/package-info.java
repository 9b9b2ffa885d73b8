/**
 * What the log of a service says (spec: orchestration, 1.21): a pass of the service loop, as entries. Pure; who applies the pass
 * writes them in its transaction. The log is for people: nothing is ever decided from it.
 */
@NullMarked
package io.drover.scheduler.servicelog;

import org.jspecify.annotations.NullMarked;
