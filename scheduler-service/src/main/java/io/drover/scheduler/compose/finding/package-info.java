/** What a reading finds: mistakes with their place, warnings, and the names of places. Pure. */
@NullMarked
package io.drover.scheduler.compose.finding;

import org.jspecify.annotations.NullMarked;
