@NullMarked
package io.drover.scheduler.certificate;

import org.jspecify.annotations.NullMarked;
