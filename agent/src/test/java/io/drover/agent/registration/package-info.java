/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.registration;

import org.jspecify.annotations.NullMarked;
