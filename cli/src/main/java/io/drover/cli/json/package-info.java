/** JSON in and out, as trees. */
@NullMarked
package io.drover.cli.json;

import org.jspecify.annotations.NullMarked;
