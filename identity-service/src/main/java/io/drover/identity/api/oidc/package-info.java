/**
 * The edge of {@code oidc}: the configuration of providers over the API, signing in with one, and the check that takes access
 * away from whom the provider does not vouch for any more.
 */
@NullMarked
package io.drover.identity.api.oidc;

import org.jspecify.annotations.NullMarked;
