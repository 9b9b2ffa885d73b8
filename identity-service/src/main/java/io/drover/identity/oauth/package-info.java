/**
 * OAuth2 without its protocol, which is Spring Authorization Server's: what scopes narrow a token to, where answers may be sent,
 * which clients there are, what is kept of a grant, and the pages people see. Pure.
 */
@NullMarked
package io.drover.identity.oauth;

import org.jspecify.annotations.NullMarked;
