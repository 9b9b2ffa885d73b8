/** What an account is to an environment. Pure. */
@NullMarked
package io.drover.identity.role;

import org.jspecify.annotations.NullMarked;
