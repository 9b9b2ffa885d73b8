/** A second factor at sign-in: codes of an authenticator (RFC 6238) and recovery codes. Pure. */
@NullMarked
package io.drover.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
