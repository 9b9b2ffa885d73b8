/**
 * The edge of {@code directory}: its configuration over the API, signing in with it, and the check that takes access away from
 * whom the directory does not admit any more.
 */
@NullMarked
package io.drover.identity.api.directory;

import org.jspecify.annotations.NullMarked;
