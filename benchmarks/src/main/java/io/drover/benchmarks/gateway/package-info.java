/**
 * What is measured beside the gateway: a bare Spring Cloud Gateway, and a service that does nothing. Each is a process of its
 * own, started with the libraries of the packaged server.
 */
@NullMarked
package io.drover.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
