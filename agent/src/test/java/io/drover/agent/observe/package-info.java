/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.observe;

import org.jspecify.annotations.NullMarked;
