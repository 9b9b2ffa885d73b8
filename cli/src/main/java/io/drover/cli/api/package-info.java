/** The wire: HTTP requests, the change feed, and the sentences their errors become. */
@NullMarked
package io.drover.cli.api;

import org.jspecify.annotations.NullMarked;
