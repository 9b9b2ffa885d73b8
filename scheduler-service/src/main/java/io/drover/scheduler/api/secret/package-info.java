/** Registries, certificates and secrets over the API, and what of them is handed to agents. */
@NullMarked
package io.drover.scheduler.api.secret;

import org.jspecify.annotations.NullMarked;
