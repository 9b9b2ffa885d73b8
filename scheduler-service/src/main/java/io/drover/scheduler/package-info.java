/** The scheduler service: what should run where, and keeping it so. */
@NullMarked
package io.drover.scheduler;

import org.jspecify.annotations.NullMarked;
