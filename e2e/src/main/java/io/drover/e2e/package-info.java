/**
 * Drives the built programs from outside, over public HTTP and the command line only: a server process, lab hosts with
 * agents, the CLI. Used by the end-to-end tests and the benchmarks.
 */
@NullMarked
package io.drover.e2e;

import org.jspecify.annotations.NullMarked;
