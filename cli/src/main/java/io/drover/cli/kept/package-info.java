/** {@code registries}, {@code secrets}, {@code certificates}: what is given to the server and never read back. */
@NullMarked
package io.drover.cli.kept;

import org.jspecify.annotations.NullMarked;
