/** What operators see of encryption keys: which there are, and what still depends on them. Never a key. */
@NullMarked
package io.drover.api.keys;

import org.jspecify.annotations.NullMarked;
