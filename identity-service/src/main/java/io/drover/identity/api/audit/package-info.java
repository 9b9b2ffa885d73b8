/**
 * The audit log's upkeep and its reading as a whole: checkpoints, purges, the chain's state, exports. Lists of rows are the
 * resource API's.
 */
@NullMarked
package io.drover.identity.api.audit;

import org.jspecify.annotations.NullMarked;
