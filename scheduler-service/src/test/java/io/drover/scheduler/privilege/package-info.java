@NullMarked
package io.drover.scheduler.privilege;

import org.jspecify.annotations.NullMarked;
