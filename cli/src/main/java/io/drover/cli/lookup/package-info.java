/** Finds what a person means by a name or an id. Deciding is pure; asking the server is {@code ResourceFinder}. */
@NullMarked
package io.drover.cli.lookup;

import org.jspecify.annotations.NullMarked;
