/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.stats;

import org.jspecify.annotations.NullMarked;
