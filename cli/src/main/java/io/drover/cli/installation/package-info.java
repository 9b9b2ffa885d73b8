/** What administrators do with the installation itself: its settings, and the keys that sign its tokens. */
@NullMarked
package io.drover.cli.installation;

import org.jspecify.annotations.NullMarked;
