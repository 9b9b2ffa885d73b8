/** Tests of the package of the same name. */
@NullMarked
package io.drover.agent.document;

import org.jspecify.annotations.NullMarked;
