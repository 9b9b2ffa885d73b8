/** What each host's agent is told: a snapshot, then what changes on that host and nothing else. */
@NullMarked
package io.drover.scheduler.desired;

import org.jspecify.annotations.NullMarked;
