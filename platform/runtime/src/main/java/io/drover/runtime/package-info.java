/**
 * What makes a decision happen: keyed loops, the change feed, leases, the database, guarded calls. The only code that
 * subscribes.
 */
@NullMarked
package io.drover.runtime;

import org.jspecify.annotations.NullMarked;
