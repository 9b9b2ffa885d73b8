@NullMarked
package io.drover.scheduler.host;

import org.jspecify.annotations.NullMarked;
