/** What stands in single values: variables, quantities, words of a shell. Pure. */
@NullMarked
package io.drover.scheduler.compose.text;

import org.jspecify.annotations.NullMarked;
