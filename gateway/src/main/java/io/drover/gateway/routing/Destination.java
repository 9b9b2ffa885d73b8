package io.drover.gateway.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a path asks for.
 *
 * @param version {@code v2-beta}, {@code v1} or {@code v1-auth}; the empty text for paths outside the API
 * @param upstreamPath the path without the environment, as the services know it, still encoded
 * @param environment id of the environment in the path, or null
 * @param resourceType as it stood in the path, lower case; the empty text if it names none
 * @param resourceId as it stood in the path, or null
 */
public record Destination(
        Target target,
        String version,
        String upstreamPath,
        @Nullable String environment,
        String resourceType,
        @Nullable String resourceId) {
    static Destination outside(Target target, String path) {
        return new Destination(target, "", path, null, "", null);
    }

    /** The protocol endpoints of OAuth2, which record what becomes of a request themselves: they know who it is about. */
    public boolean isOAuth() {
        return target == Target.OAUTH;
    }

    /** The address of an environment itself, below which its own API begins. */
    public boolean isEnvironment() {
        return resourceId != null && (resourceType.equals("projects") || resourceType.equals("project"));
    }

    /** Signing in: the only type of the API that is asked for without a credential. */
    public boolean isSignIn() {
        return isSignIn(resourceType);
    }

    static boolean isSignIn(String word) {
        return word.equals("token") || word.equals("tokens");
    }

    /** A browser's way to a provider of identities, or back from it. */
    public boolean isProviderSignIn() {
        return version.equals("v1-auth") && (resourceType.equals("signin") || resourceType.equals("callback"));
    }
}
