@NullMarked
package io.drover.scheduler.secret;

import org.jspecify.annotations.NullMarked;
