package io.drover.cli.oauth;

import io.drover.cli.failure.CliFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Waits on a free port of this machine for the browser to come back (RFC 8252, 7.3). Only an answer with the state of this
 * sign-in counts; whatever else knocks is told 404 and forgotten.
 */
public final class LoopbackListener implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final int REQUEST_MILLIS = 5000;
    private static final int LONGEST_LINE = 8192;
    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Drover</title>\
            <p>You may close this page and go back to the terminal.</p></html>
            """;

    private final ServerSocket socket;
    private final Pkce pkce;
    private final CompletableFuture<BrowserAnswer> answer = new CompletableFuture<>();

    private LoopbackListener(ServerSocket socket, Pkce pkce) {
        this.socket = socket;
        this.pkce = pkce;
    }

    public static LoopbackListener open(Pkce pkce) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            LoopbackListener listener = new LoopbackListener(socket, pkce);
            Thread.ofVirtual().name("callback").start(listener::listen);
            return listener;
        } catch (IOException e) {
            throw CliFailure.of("cannot listen on this machine for the browser to come back: " + e.getMessage());
        }
    }

    /** Where the browser is to be sent back to. */
    public String redirectUri() {
        return "http://127.0.0.1:" + socket.getLocalPort() + PATH;
    }

    /** The first answer of this sign-in, from the browser or {@link #offer}. */
    public CompletableFuture<BrowserAnswer> answer() {
        return answer;
    }

    /** @param address that somebody copied from a browser on another machine; false if it is not of this sign-in */
    public boolean offer(String address) {
        Optional<BrowserAnswer> offered = BrowserAnswer.of(address).filter(one -> one.isOf(pkce));
        offered.ifPresent(answer::complete);
        return offered.isPresent();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket visitor = socket.accept()) {
                visitor.setSoTimeout(REQUEST_MILLIS);
                serve(visitor);
            } catch (IOException e) {
                // Whoever it was went away, or the wait is over.
            }
        }
    }

    private void serve(Socket visitor) throws IOException {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(visitor.getInputStream(), StandardCharsets.US_ASCII), LONGEST_LINE);
        String line = reader.readLine();
        String[] words = (line == null ? "" : line).split(" ", 3);
        boolean isAnswer =
                words.length == 3 && words[0].equals("GET") && words[1].startsWith(PATH + "?") && offer(words[1]);
        String body = isAnswer ? PAGE : "";
        String head = "HTTP/1.1 " + (isAnswer ? "200 OK" : "404 Not Found")
                + "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nContent-Security-Policy:"
                + " default-src 'none'\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        visitor.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        visitor.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw CliFailure.of("cannot stop listening for the browser: " + e.getMessage());
        }
    }
}
