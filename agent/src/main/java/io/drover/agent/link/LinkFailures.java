package io.drover.agent.link;

import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.exceptions.SetupException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there is no link, for the log. */
final class LinkFailures {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private LinkFailures() {}

    /** The server closed the link, or one of its streams, without an error. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the server closed the link", null, false, false);
        }
    }

    static String sentence(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        return switch (failure) {
            case WebSocketClientHandshakeException refused -> handshake(refused, said);
            case RejectedSetupException rejected -> "the server refuses this agent: " + said;
            case SetupException rejected -> "the server refuses this agent: " + said;
            case SSLException tls ->
                "no secure connection: " + reason(tls)
                        + "; a certificate this machine does not know is believed with --ca or --fingerprint";
            case UnknownHostException unknown -> "the server's name is unknown: " + said;
            case ConnectException refused -> "the server cannot be reached: " + said;
            case TimeoutException late -> "the server did not answer in time";
            case ClosedChannelException closed -> "the link was cut";
            case Ended ended -> said;
            default -> "the link is lost: " + said;
        };
    }

    /** What the check of the certificate said, which Java hides below words of its own. */
    private static String reason(Throwable tls) {
        Throwable deepest = tls;
        while (deepest.getCause() instanceof GeneralSecurityException || deepest.getCause() instanceof SSLException) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private static String handshake(WebSocketClientHandshakeException refused, String said) {
        int status =
                refused.response() == null ? 0 : refused.response().status().code();
        return status == UNAUTHORIZED || status == FORBIDDEN
                ? "the server does not accept this agent's key (%d): the host was removed there, or its key revoked. To register anew, stop the agent, remove credentials.json and registration.key from its data folder and start it with a token"
                        .formatted(status)
                : "the server does not open the link: " + said;
    }
}
