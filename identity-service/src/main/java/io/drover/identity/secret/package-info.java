/**
 * How secrets are made, hashed, sealed and compared. Pure: randomness and time are arguments. Nothing here is ever logged,
 * and no type here has a {@code toString} that shows a secret.
 */
@NullMarked
package io.drover.identity.secret;

import org.jspecify.annotations.NullMarked;
