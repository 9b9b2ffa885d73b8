/** What users asked for, as immutable values: services and their launch configurations. Pure: no Mono, no clock, no I/O. */
@NullMarked
package io.drover.scheduler.spec;

import org.jspecify.annotations.NullMarked;
