/**
 * OAuth2 at the edge: the servlet context that holds Spring Authorization Server, what it keeps in this service's stores, and
 * the resource types of clients and tokens. What is decided is in {@link io.drover.identity.oauth}
 * (docs/adr/0016-oauth.md).
 */
@NullMarked
package io.drover.identity.api.oauth;

import org.jspecify.annotations.NullMarked;
