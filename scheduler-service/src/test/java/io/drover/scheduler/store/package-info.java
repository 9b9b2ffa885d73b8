@NullMarked
package io.drover.scheduler.store;

import org.jspecify.annotations.NullMarked;
