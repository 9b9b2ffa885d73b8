/**
 * Measures the built programs from outside, side by side with what they are compared with, and prints tables. Nothing
 * here judges: no number fails a build. Times of containers come from the engines' own events, so that every way of
 * starting a container is measured by the same clock.
 */
@NullMarked
package io.drover.benchmarks;

import org.jspecify.annotations.NullMarked;
