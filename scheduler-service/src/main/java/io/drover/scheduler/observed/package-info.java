/** What agents report, made into rows. Monotonic per instance: a report about an earlier start never overwrites a later one. */
@NullMarked
package io.drover.scheduler.observed;

import org.jspecify.annotations.NullMarked;
