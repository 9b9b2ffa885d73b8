/** Who calls. */
@NullMarked
package io.drover.api.security;

import org.jspecify.annotations.NullMarked;
