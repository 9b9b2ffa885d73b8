/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.host;

import org.jspecify.annotations.NullMarked;
