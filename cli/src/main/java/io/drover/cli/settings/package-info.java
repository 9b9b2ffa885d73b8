/** Which server, as whom, in which environment. Decides from options, environment variables and the file in the home folder; credentials never leave for another server than the one they belong to. */
@NullMarked
package io.drover.cli.settings;

import org.jspecify.annotations.NullMarked;
