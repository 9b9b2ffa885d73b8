/**
 * What containers may do to their hosts: what a launch config asks for beyond itself, and whether its environment's policy
 * permits it. Pure. Whatever is not known to be harmless is asked for; nothing is permitted that the policy does not name.
 */
@NullMarked
package io.drover.scheduler.privilege;

import org.jspecify.annotations.NullMarked;
