/**
 * The Drover agent: one small process per Docker host. It makes the engine match the desired-state document it has on disk,
 * reports what it sees, and keeps the document true while the server is away. Everything that decides is pure and lives in
 * feature packages; {@link io.drover.agent.AgentLoop} is the only thread that changes state.
 */
@NullMarked
package io.drover.agent;

import org.jspecify.annotations.NullMarked;
