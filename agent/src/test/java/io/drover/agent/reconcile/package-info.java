/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.reconcile;

import org.jspecify.annotations.NullMarked;
