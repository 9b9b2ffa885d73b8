/** Who is in an environment, with which role, and the roles there are. */
@NullMarked
package io.drover.cli.member;

import org.jspecify.annotations.NullMarked;
