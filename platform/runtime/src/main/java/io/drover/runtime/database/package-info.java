/**
 * The one way to the database: a pooled R2DBC connection factory chosen by the URL, migration at start, short write
 * transactions, and the embedded MariaDB of small installations.
 */
@NullMarked
package io.drover.runtime.database;

import org.jspecify.annotations.NullMarked;
