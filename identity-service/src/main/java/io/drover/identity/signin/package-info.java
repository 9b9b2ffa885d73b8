/** What callers show to be let in, read and throttled. Pure; verifying it against the database is the store's edge. */
@NullMarked
package io.drover.identity.signin;

import org.jspecify.annotations.NullMarked;
