/** The older version of the API, {@code /v1}: the same resources under the names they had there. Pure. */
@NullMarked
package io.drover.api.version;

import org.jspecify.annotations.NullMarked;
