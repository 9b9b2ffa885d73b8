/**
 * The whole suite but the agent in one process: each service its own Spring context on its own loopback port, talking HTTP
 * exactly as in the distributed form, on an embedded MariaDB unless a database is named.
 */
@NullMarked
package io.drover.server;

import org.jspecify.annotations.NullMarked;
