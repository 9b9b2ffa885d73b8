/** Where a path goes. Pure, and closed: a path that is not in the table goes nowhere. */
@NullMarked
package io.drover.gateway.routing;

import org.jspecify.annotations.NullMarked;
