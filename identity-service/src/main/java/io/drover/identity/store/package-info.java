/**
 * Rows of the schema {@code drover_identity} and nothing else: no policy, no formats. Writes are statements only; whoever
 * calls them opens the transaction and appends the change. SQL is the part MariaDB and MySQL share.
 */
@NullMarked
package io.drover.identity.store;

import org.jspecify.annotations.NullMarked;
