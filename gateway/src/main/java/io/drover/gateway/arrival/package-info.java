/** What of a request's head can be believed, and what of it is passed on. Pure. */
@NullMarked
package io.drover.gateway.arrival;

import org.jspecify.annotations.NullMarked;
