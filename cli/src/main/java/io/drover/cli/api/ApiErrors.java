package io.drover.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The one table from what went wrong on the wire to the sentence a person reads. Pure. */
final class ApiErrors {
    private ApiErrors() {}

    /** @param body the error body, or null when the answer was not JSON */
    static String sentence(int status, @Nullable JsonNode body, String method, String path) {
        String said = said(body);
        return switch (status) {
            case 401 ->
                said.isEmpty() || said.equalsIgnoreCase("Unauthorized")
                        ? "not logged in, or the sign-in has expired: log in with 'drover login'"
                        : "not logged in: " + said + "; log in with 'drover login'";
            case 403 ->
                "not allowed" + because(said, "Forbidden")
                        + ": this needs another role or environment ('drover env ls' lists yours)";
            case 404 -> "the server does not know " + path + because(said, "Not Found");
            case 405 -> "not possible now" + because(said, "Method not allowed") + " (" + method + " " + path + ")";
            case 409 -> "somebody else is changing this" + because(said, "Conflict") + ": try again in a moment";
            case 422 -> invalid(body, said);
            case 503 -> "the server is not ready" + because(said, "Service Unavailable") + ": try again in a moment";
            case 429 -> "too many requests" + because(said, "Too Many Requests");
            default ->
                "the server answered " + status + because(said, "") + " to " + method + " " + path
                        + (status >= 500 ? ": its log says more" : "");
        };
    }

    private static String invalid(@Nullable JsonNode body, String said) {
        String field = field(body, "fieldName");
        String code = field(body, "code");
        String where = field.isEmpty() ? "the server refused the request" : "'" + field + "' was refused";
        String why = said.isEmpty() || said.equals(code) ? code : said;
        String hint = code.isEmpty() || why.contains(code) ? "" : " (" + code + ")";
        return why.isEmpty() ? where : where + ": " + why + hint;
    }

    private static String because(String said, String standardText) {
        return said.isEmpty() || said.equalsIgnoreCase(standardText) ? "" : " (" + said + ")";
    }

    /** The detail when there is one, otherwise the message. */
    private static String said(@Nullable JsonNode body) {
        String message = field(body, "message");
        String detail = field(body, "detail");
        if (detail.isEmpty() || detail.equals(message)) {
            return message;
        }
        boolean messageSaysNothing = message.isEmpty() || message.equals(field(body, "code"));
        return messageSaysNothing ? detail : message + ": " + detail;
    }

    private static String field(@Nullable JsonNode body, String name) {
        JsonNode value = body == null ? null : body.get(name);
        return value == null || value.isNull() ? "" : value.asText().strip();
    }

    /** What the check of the certificate said, which Java hides below words of its own. */
    private static String reason(SSLException tls) {
        Throwable deepest = tls;
        while (deepest.getCause() != null && deepest.getCause() instanceof java.security.GeneralSecurityException) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** @param server the server's address as the user gave it */
    static String unreachable(String server, Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException ignored ->
                server + " does not answer in time: is it busy, or is a firewall in between?";
            case ConnectException refused
            when refused.getCause() instanceof UnresolvedAddressException ->
                "cannot find the machine of " + server + ": check the address, or name another with --url";
            case ConnectException ignored ->
                "cannot reach " + server
                        + ": is the server running? start it with 'drover server' or 'drover up', or name another with --url";
            case SSLException tls ->
                "no secure connection to " + server + ": " + reason(tls)
                        + "; is it https? A certificate this Java does not know is believed with --ca FILE, or with"
                        + " --fingerprint and what the server printed when it started";
            default -> {
                String message = cause.getMessage();
                yield "the connection to " + server + " failed: "
                        + (message == null || message.isBlank()
                                ? cause.getClass().getSimpleName()
                                : message);
            }
        };
    }
}
