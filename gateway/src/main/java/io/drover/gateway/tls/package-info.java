/**
 * The gateway's own certificate: read from files, or made; and changed while the server runs, without a connection being
 * lost. Knows nothing of requests.
 */
@NullMarked
package io.drover.gateway.tls;

import org.jspecify.annotations.NullMarked;
