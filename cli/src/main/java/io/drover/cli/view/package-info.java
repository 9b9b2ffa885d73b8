/** Turns resources into the rows of tables. Pure. */
@NullMarked
package io.drover.cli.view;

import org.jspecify.annotations.NullMarked;
