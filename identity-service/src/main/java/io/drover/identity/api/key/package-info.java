/** The keys that sign the suite's tokens: what an administrator sees of them, and how they follow one another. */
@NullMarked
package io.drover.identity.api.key;

import org.jspecify.annotations.NullMarked;
