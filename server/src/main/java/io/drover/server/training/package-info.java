/** The training run that makes the server's AOT cache (JEP 483, 514, 515); see bin/lib/aot.sh. */
@NullMarked
package io.drover.server.training;

import org.jspecify.annotations.NullMarked;
