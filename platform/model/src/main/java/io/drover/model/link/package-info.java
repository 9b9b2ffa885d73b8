/**
 * What agent and server say to each other over the agent link: RSocket over one outgoing WebSocket. Every payload is the
 * JSON of a record here; the RSocket metadata is the plain UTF-8 name of a {@link io.drover.model.link.LinkRoute}.
 *
 * <p>Compatibility: a field may be added, never renamed or removed; readers ignore fields they do not know.
 */
@NullMarked
package io.drover.model.link;

import org.jspecify.annotations.NullMarked;
