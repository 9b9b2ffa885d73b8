/** The signed tokens of the suite: the internal token and the tickets of streams. Pure but for the signature's randomness. */
@NullMarked
package io.drover.identity.token;

import org.jspecify.annotations.NullMarked;
