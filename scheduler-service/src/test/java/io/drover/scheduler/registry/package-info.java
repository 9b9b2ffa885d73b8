@NullMarked
package io.drover.scheduler.registry;

import org.jspecify.annotations.NullMarked;
