/**
 * Ends every long-lived connection: agent links, logs, shells, stats, event subscriptions. Owns no data; verifies the
 * internal token or a ticket before it opens anything, and refuses all other paths.
 */
@NullMarked
package io.drover.proxy;

import org.jspecify.annotations.NullMarked;
