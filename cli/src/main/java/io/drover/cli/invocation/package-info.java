/** What every command gets: its options read, the terminal, the settings, a client. Made once per run of the process. */
@NullMarked
package io.drover.cli.invocation;

import org.jspecify.annotations.NullMarked;
