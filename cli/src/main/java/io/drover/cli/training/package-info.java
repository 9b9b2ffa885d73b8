/** A rehearsal of the commonest command, run when the AOT cache is made. */
@NullMarked
package io.drover.cli.training;

import org.jspecify.annotations.NullMarked;
