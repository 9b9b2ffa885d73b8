/**
 * The {@code drover} command. It knows the public HTTP API and nothing else of the suite, so that it works against any
 * server that speaks {@code /v2-beta}.
 *
 * <p>Start-up time is a feature: one invocation builds the options of one command only, opens no TLS machinery for a plain
 * address, and asks for as little as the answer needs.
 */
@NullMarked
package io.drover.cli;

import org.jspecify.annotations.NullMarked;
