/** Logs, shells and stats: the frames of the streams and what is done with them (spec: hosts and network, 3.5, 3.7). */
@NullMarked
package io.drover.cli.stream;

import org.jspecify.annotations.NullMarked;
