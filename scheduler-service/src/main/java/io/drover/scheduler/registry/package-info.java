/** Which registry an image comes from, and with whose name it is pulled. Pure. */
@NullMarked
package io.drover.scheduler.registry;

import org.jspecify.annotations.NullMarked;
