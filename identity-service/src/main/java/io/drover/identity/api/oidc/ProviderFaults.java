package io.drover.identity.api.oidc;

import io.drover.api.ApiException;
import io.drover.identity.oidc.ProviderException;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.runtime.call.PartUnavailable;
import java.net.URI;

/** The one table from what a provider did to what the person, or the administrator, hears. Pure. */
final class ProviderFaults {
    /** Whose slowness is not the provider's fault. */
    private static final String DATABASE = "database";

    static final String INVALID = "InvalidProviderConfig";
    private static final int RETRY_SECONDS = 10;

    private ProviderFaults() {}

    static boolean isOne(Throwable error) {
        return error instanceof ProviderException
                || (error instanceof PartUnavailable away && !away.part().equals(DATABASE));
    }

    /** For the log and for administrators. */
    static String details(Throwable error) {
        Throwable cause = error.getCause() instanceof ProviderException inner ? inner : error;
        return String.valueOf(cause.getMessage());
    }

    /** What somebody hears who is not signed in: not what exactly is wrong. */
    static ApiException forStranger(ProviderSettings settings, Throwable error) {
        String host = String.valueOf(URI.create(settings.base()).getHost());
        return switch (error) {
            case ProviderException wrong
            when wrong.problem() == ProviderException.Problem.CODE ->
                new ApiException.Unauthorized(wrong.sentence() + ": sign in again");
            case ProviderException _ ->
                new ApiException.Unauthorized("the sign-in with " + host
                        + " did not work: an administrator finds the reason in the audit log");
            default ->
                new ApiException.Unavailable(
                        RETRY_SECONDS,
                        "the sign-in provider (" + host + ") cannot be asked now, so its users cannot sign in;"
                                + " accounts with a local password can. Try again in " + RETRY_SECONDS + " seconds");
        };
    }

    /** Administrators are told what exactly is wrong. */
    static ApiException forAdministrator(Throwable error) {
        return new ApiException.BadRequest(INVALID, details(error));
    }
}
