/**
 * One writer at a time, proven by an epoch (design rule 5). A lock alone is not mutual exclusion: the epoch is checked in
 * each transaction a loop makes. Also the generation, which names the database.
 */
@NullMarked
package io.drover.runtime.lease;

import org.jspecify.annotations.NullMarked;
