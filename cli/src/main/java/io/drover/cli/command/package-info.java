/** One class per command: its options, and what it does. */
@NullMarked
package io.drover.cli.command;

import org.jspecify.annotations.NullMarked;
