/**
 * The change feed (design rule 2): rows of a service's {@code change_log}, written in the transaction that changes the
 * data and followed from a revision. Falling behind means listing again, never missing a change.
 */
@NullMarked
package io.drover.runtime.feed;

import org.jspecify.annotations.NullMarked;
