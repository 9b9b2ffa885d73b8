/**
 * The agent's one state: document, view of the engine, memory, work in flight. Events go in, effects come out; nothing here
 * touches the network, the disk or the clock, so that scenarios run on virtual time.
 */
@NullMarked
package io.drover.agent.keeper;

import org.jspecify.annotations.NullMarked;
