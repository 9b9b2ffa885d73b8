/** Engine streams as Fluxes with back-pressure, shared by logs, exec and stats. */
@NullMarked
package io.drover.agent.stream;

import org.jspecify.annotations.NullMarked;
