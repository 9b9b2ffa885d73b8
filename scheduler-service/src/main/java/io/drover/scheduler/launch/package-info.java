/**
 * Launch configurations and services as clients write them on the wire, and as this service keeps them: both directions,
 * with every refusal naming its field. Pure: no Mono, no clock, no I/O; nothing here throws for what a client sent.
 */
@NullMarked
package io.drover.scheduler.launch;

import org.jspecify.annotations.NullMarked;
