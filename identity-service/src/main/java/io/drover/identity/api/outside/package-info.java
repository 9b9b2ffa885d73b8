/**
 * {@code /v1-auth/config}: configurations of directories and providers in the words of the reference's service for outside
 * sign-in. It translates; what is valid, tried and stored is decided by {@code directory} and {@code oidc}.
 */
@NullMarked
package io.drover.identity.api.outside;

import org.jspecify.annotations.NullMarked;
