@NullMarked
package io.drover.runtime.secret;

import org.jspecify.annotations.NullMarked;
