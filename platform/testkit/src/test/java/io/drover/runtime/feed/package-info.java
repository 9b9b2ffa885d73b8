/** The runtime's integration tests: they need the test kit, which needs the runtime. */
@NullMarked
package io.drover.runtime.feed;

import org.jspecify.annotations.NullMarked;
