/** What changes, told to those who may see it. */
@NullMarked
package io.drover.api.events;

import org.jspecify.annotations.NullMarked;
