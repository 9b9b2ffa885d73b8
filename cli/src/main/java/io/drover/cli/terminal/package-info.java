/** What a person sees: aligned tables, colour, progress that updates in place, the terminal's raw mode. Text that came from a server is cleaned of control characters here. */
@NullMarked
package io.drover.cli.terminal;

import org.jspecify.annotations.NullMarked;
