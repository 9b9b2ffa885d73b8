/** Reads compose and answer files before they are sent. One compose file is sent as it is, so that the server's line numbers are the user's. */
@NullMarked
package io.drover.cli.compose;

import org.jspecify.annotations.NullMarked;
