/** End-to-end: what users do and what breaks, on real Docker hosts. */
@NullMarked
package io.drover.e2e;

import org.jspecify.annotations.NullMarked;
