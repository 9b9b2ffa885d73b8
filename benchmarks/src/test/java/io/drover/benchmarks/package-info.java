/** The arithmetic of the benchmarks: a number that is wrong here would be believed. */
@NullMarked
package io.drover.benchmarks;

import org.jspecify.annotations.NullMarked;
