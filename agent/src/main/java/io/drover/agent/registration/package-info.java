/**
 * How an agent gets its key, once (spec: hosts and network, 1.3), and keeps it on disk for the owner's eyes only.
 */
@NullMarked
package io.drover.agent.registration;

import org.jspecify.annotations.NullMarked;
