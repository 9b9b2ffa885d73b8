/**
 * Ids, enums and records that cross service boundaries. No Spring, no Reactor, no I/O: services, the agent and the CLI
 * all share this vocabulary (see the glossary).
 */
@NullMarked
package io.drover.model;

import org.jspecify.annotations.NullMarked;
