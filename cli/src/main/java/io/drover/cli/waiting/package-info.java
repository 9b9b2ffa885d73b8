/** Decides whether what was asked for has come true, and watches until it has. The decisions are pure functions of the resources and the time. */
@NullMarked
package io.drover.cli.waiting;

import org.jspecify.annotations.NullMarked;
