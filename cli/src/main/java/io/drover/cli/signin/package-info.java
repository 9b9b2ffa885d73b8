/** Signing in and out, and the environments one may work in. What is chosen here is remembered for all other commands. */
@NullMarked
package io.drover.cli.signin;

import org.jspecify.annotations.NullMarked;
