/**
 * Keys that seal what must be readable again: the master keys in a file, HashiCorp Vault's transit engine, and the envelope
 * around each value. Nothing here is ever logged, and no type here has a {@code toString} that shows a secret.
 */
@NullMarked
package io.drover.runtime.secret;

import org.jspecify.annotations.NullMarked;
