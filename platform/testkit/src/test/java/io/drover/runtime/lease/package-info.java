/** The runtime's integration tests: they need the test kit, which needs the runtime. */
@NullMarked
package io.drover.runtime.lease;

import org.jspecify.annotations.NullMarked;
