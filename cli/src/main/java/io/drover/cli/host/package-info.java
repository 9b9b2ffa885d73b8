/** The commands about hosts: list, add, and take in or out of use. */
@NullMarked
package io.drover.cli.host;

import org.jspecify.annotations.NullMarked;
