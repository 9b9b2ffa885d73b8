/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.engine;

import org.jspecify.annotations.NullMarked;
