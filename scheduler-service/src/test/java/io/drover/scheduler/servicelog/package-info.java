@NullMarked
package io.drover.scheduler.servicelog;

import org.jspecify.annotations.NullMarked;
