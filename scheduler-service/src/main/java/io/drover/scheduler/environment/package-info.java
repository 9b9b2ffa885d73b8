/**
 * Environments: what identity-service says of them is heard here, and what is in a removed one goes. Nothing is ever removed
 * because something is missing from what was heard.
 */
@NullMarked
package io.drover.scheduler.environment;

import org.jspecify.annotations.NullMarked;
