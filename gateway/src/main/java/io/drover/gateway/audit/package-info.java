/** Who changed what, and who was turned away: captured here, kept by identity-service. Bodies are not captured here: the
 * service that knows their secrets answers them masked. */
@NullMarked
package io.drover.gateway.audit;

import org.jspecify.annotations.NullMarked;
