/**
 * How the agent and the command know that they talk to their own server and to nobody else. Plain Java, because both must
 * stay small. Trust is never switched off: it can only be made narrower, or be given another root.
 */
@NullMarked
package io.drover.model.trust;

import org.jspecify.annotations.NullMarked;
