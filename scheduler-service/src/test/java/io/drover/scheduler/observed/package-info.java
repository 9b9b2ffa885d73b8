@NullMarked
package io.drover.scheduler.observed;

import org.jspecify.annotations.NullMarked;
