/**
 * The Docker engine, seen from the agent: the few operations it needs, with a deadline on every call, the event stream, and
 * one table that turns the engine's error texts into sentences. Docker's types do not leave this package.
 */
@NullMarked
package io.drover.agent.engine;

import org.jspecify.annotations.NullMarked;
