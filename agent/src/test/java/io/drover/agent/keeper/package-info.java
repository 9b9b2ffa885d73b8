/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.keeper;

import org.jspecify.annotations.NullMarked;
