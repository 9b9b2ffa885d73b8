/** The agent as a whole: its link, its architecture, and the real engine. */
@NullMarked
package io.drover.agent;

import org.jspecify.annotations.NullMarked;
