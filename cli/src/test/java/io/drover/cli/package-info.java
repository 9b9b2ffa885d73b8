/** Tests of the command: decisions as tables, and each command end to end against a server that speaks the wire. */
@NullMarked
package io.drover.cli;

import org.jspecify.annotations.NullMarked;
