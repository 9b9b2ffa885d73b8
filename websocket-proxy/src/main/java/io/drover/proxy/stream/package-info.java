/**
 * Streams of clients over plain WebSockets (spec: hosts and network, 3.3-3.7): a ticket opens one stream to one host's agent.
 */
@NullMarked
package io.drover.proxy.stream;

import org.jspecify.annotations.NullMarked;
