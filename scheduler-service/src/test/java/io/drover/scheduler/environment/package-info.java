@NullMarked
package io.drover.scheduler.environment;

import org.jspecify.annotations.NullMarked;
