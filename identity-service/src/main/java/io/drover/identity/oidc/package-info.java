/**
 * What a provider of identities (OpenID Connect, or GitHub's OAuth2) says about people: its configuration, the secrets of one
 * sign-in, whether an ID token is genuine, and who the person is by its claims. Decisions are pure;
 * {@link io.drover.identity.oidc.ProviderClient} and the two flows below it do the calls. No token of a provider ever becomes a
 * credential of Drover.
 */
@NullMarked
package io.drover.identity.oidc;

import org.jspecify.annotations.NullMarked;
