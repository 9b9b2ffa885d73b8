/** YAML as a tree in which every value knows its line, read within fixed bounds. Knows nothing about compose. */
@NullMarked
package io.drover.scheduler.compose.yaml;

import org.jspecify.annotations.NullMarked;
