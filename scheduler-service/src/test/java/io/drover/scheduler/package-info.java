@NullMarked
package io.drover.scheduler;

import org.jspecify.annotations.NullMarked;
