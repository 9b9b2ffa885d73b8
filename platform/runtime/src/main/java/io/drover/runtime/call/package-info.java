/**
 * Calls that leave the process: each has a timeout, a circuit breaker, a bulkhead and a metric, and fails with a sentence
 * that names the part.
 */
@NullMarked
package io.drover.runtime.call;

import org.jspecify.annotations.NullMarked;
