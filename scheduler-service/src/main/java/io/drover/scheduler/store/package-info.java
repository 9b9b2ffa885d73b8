/** The database edge: rows and the statements that read and write them. */
@NullMarked
package io.drover.scheduler.store;

import org.jspecify.annotations.NullMarked;
