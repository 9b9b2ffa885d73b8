/**
 * The one connection to the server: RSocket over an outgoing WebSocket (docs/architecture.md, the agent link). Loses and finds
 * the server again by itself; never decides anything.
 */
@NullMarked
package io.drover.agent.link;

import org.jspecify.annotations.NullMarked;
