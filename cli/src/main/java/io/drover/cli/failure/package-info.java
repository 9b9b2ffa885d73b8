/** How a command ends when it cannot do what was asked: with one sentence and an exit code. */
@NullMarked
package io.drover.cli.failure;

import org.jspecify.annotations.NullMarked;
