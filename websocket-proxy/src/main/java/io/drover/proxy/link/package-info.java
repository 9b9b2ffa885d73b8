/**
 * Agent links: RSocket over the agent's WebSocket. What agents ask is forwarded to scheduler-service, in order and with
 * back-pressure; who is linked is in the registry.
 */
@NullMarked
package io.drover.proxy.link;

import org.jspecify.annotations.NullMarked;
