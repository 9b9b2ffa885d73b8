package io.drover.gateway.entry;

import io.drover.gateway.arrival.Origin;
import io.drover.gateway.credential.Credential;
import io.drover.gateway.credential.Session;
import io.drover.gateway.routing.Destination;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request, read.
 *
 * @param method what it does, {@code _method} honoured where the part behind honours it
 * @param environment id of the environment it is for, wherever the client wrote it; null: none
 * @param action {@code ?action=}, or null
 * @param isUpgrade it wants to become a WebSocket
 * @param session who the caller is; null before that is known, and for strangers who may pass
 */
public record Arrival(
        Destination destination,
        Origin origin,
        Credential credential,
        String method,
        @Nullable String environment,
        @Nullable String action,
        boolean isUpgrade,
        Instant at,
        @Nullable Session session) {
    /** Under this name it is an attribute of the exchange. */
    public static final String ATTRIBUTE = Arrival.class.getName();

    Arrival as(Session who) {
        return new Arrival(destination, origin, credential, method, environment, action, isUpgrade, at, who);
    }

    Arrival showing(Credential shown) {
        return new Arrival(destination, origin, shown, method, environment, action, isUpgrade, at, session);
    }

    /** It shows nothing in its head, and is no sign-in, whose form is all the credential's own. */
    boolean mayShowTokenInForm() {
        return credential.isNone()
                && !isReading()
                && !isSigningIn()
                && !destination.target().isOpen();
    }

    /** Absolute base of generated links: with the environment exactly if the path had it. */
    public String base() {
        String version = destination.version().isEmpty() ? "v2-beta" : destination.version();
        String scope = destination.environment() == null ? "" : "/projects/" + environment;
        return origin.server() + "/" + version + scope;
    }

    boolean isReading() {
        return isReading(method);
    }

    static boolean isReading(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Recorded by identity-service, which knows who tried. Signing out is a change like others. */
    boolean isRecordedElsewhere() {
        return destination.isOAuth() || destination.isSignIn() && (isReading() || isSigningIn());
    }

    /** It shows a password, whatever else it shows. */
    boolean isSigningIn() {
        return destination.isSignIn() && method.equals("POST");
    }

    /** How to sign in, and signing in, must work for strangers. */
    boolean isOpenToStrangers() {
        return destination.isSignIn() && (method.equals("GET") || method.equals("POST"))
                || destination.isProviderSignIn() && method.equals("GET");
    }
}
