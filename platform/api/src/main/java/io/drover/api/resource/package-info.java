/** What a service gives for each of its types, and what it gets from a request. */
@NullMarked
package io.drover.api.resource;

import org.jspecify.annotations.NullMarked;
