/** The one way in: every request is read, signed in, cleaned and recorded here before anything else sees it. */
@NullMarked
package io.drover.gateway.entry;

import org.jspecify.annotations.NullMarked;
