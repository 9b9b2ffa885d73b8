/**
 * Turns what the agent knows of its containers into what the server is told: whole pictures, differences, one batch on its
 * way at a time. Pure.
 */
@NullMarked
package io.drover.agent.observe;

import org.jspecify.annotations.NullMarked;
