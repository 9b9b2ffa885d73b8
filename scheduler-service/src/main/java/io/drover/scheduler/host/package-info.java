/** Hosts' leases on life: when a silent host counts as lost, and when a removed one is forgotten. */
@NullMarked
package io.drover.scheduler.host;

import org.jspecify.annotations.NullMarked;
