/** What new environments begin with. Pure. */
@NullMarked
package io.drover.identity.template;

import org.jspecify.annotations.NullMarked;
