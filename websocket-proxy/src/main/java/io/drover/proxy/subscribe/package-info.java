/**
 * Event subscriptions (spec: api contract, section 11): the scheduler's events, as WebSocket messages.
 */
@NullMarked
package io.drover.proxy.subscribe;

import org.jspecify.annotations.NullMarked;
