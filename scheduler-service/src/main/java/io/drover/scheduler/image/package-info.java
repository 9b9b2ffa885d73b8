/** Where images may come from, and where they come from when they name no registry (spec: identity sheet, 4.4). */
@NullMarked
package io.drover.scheduler.image;

import org.jspecify.annotations.NullMarked;
