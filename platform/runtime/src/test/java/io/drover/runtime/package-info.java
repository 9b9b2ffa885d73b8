@NullMarked
package io.drover.runtime;

import org.jspecify.annotations.NullMarked;
