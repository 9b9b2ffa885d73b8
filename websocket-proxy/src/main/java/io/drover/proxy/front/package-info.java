/**
 * The door: who a request comes from, and how a refusal is answered before a connection becomes a WebSocket.
 */
@NullMarked
package io.drover.proxy.front;

import org.jspecify.annotations.NullMarked;
