@NullMarked
package io.drover.scheduler.desired;

import org.jspecify.annotations.NullMarked;
