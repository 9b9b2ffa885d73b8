/** How much one caller may ask for, so that nobody can take the server from the others. */
@NullMarked
package io.drover.gateway.limit;

import org.jspecify.annotations.NullMarked;
