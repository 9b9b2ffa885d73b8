@NullMarked
package io.drover.runtime.loop;

import org.jspecify.annotations.NullMarked;
