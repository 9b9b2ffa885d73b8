/**
 * Signing in through the browser, with Drover's own authorization server: authorization code with PKCE and a redirect to this
 * machine (RFC 8252), refresh tokens, revocation. Everything is sent to the server's known address and nowhere else.
 */
@NullMarked
package io.drover.cli.oauth;

import org.jspecify.annotations.NullMarked;
