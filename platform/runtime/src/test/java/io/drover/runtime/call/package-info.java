@NullMarked
package io.drover.runtime.call;

import org.jspecify.annotations.NullMarked;
