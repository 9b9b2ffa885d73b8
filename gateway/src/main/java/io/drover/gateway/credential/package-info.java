/** From what a client shows to the internal token, and back when it is revoked. */
@NullMarked
package io.drover.gateway.credential;

import org.jspecify.annotations.NullMarked;
