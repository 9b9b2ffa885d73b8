/**
 * Drives decisions: one pass at a time per key, triggers collapse, failures back off. Knows nothing of what a pass decides.
 */
@NullMarked
package io.drover.runtime.loop;

import org.jspecify.annotations.NullMarked;
