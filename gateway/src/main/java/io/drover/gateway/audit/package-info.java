/** Who changed what, and who was turned away: captured here, kept by identity-service. Bodies are never captured. */
@NullMarked
package io.drover.gateway.audit;

import org.jspecify.annotations.NullMarked;
