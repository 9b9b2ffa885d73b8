package io.drover.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * HTTP to a Docker engine over its Unix socket, one connection per request. It speaks HTTP/1.0 on purpose: then an
 * answer is never sent in chunks and ends with its connection, also the endless one of events.
 */
final class EngineHttp {
    private static final String VERSION = "/v1.41";

    private final Path socket;

    EngineHttp(Path socket) {
        this.socket = socket;
    }

    /** @param body the text after the headers */
    record Answer(int status, String body) {
        static Answer of(String whole) {
            int end = whole.indexOf("\r\n\r\n");
            if (end < 0 || whole.length() < 12) {
                throw new IllegalStateException("the engine's answer is not HTTP: '" + whole + "'");
            }
            return new Answer(Integer.parseInt(whole.substring(9, 12)), whole.substring(end + 4));
        }
    }

    /** @param body JSON, or empty text for none */
    Answer send(String method, String path, String body) {
        try (SocketChannel channel = open(method, path, body)) {
            return Answer.of(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " to " + socket + " failed", e);
        }
    }

    /** An open stream of lines; whoever closes the channel ends it. */
    record Lines(SocketChannel channel, BufferedReader reader) {}

    /** Sends the request and reads up to the end of the headers. */
    Lines lines(String path) throws IOException {
        SocketChannel channel = open("GET", path, "");
        var reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (line == null || !line.contains(" 200 ")) {
            channel.close();
            throw new IOException("GET " + path + " to " + socket + " answered " + line);
        }
        while (line != null && !line.isEmpty()) {
            line = reader.readLine();
        }
        return new Lines(channel, reader);
    }

    private SocketChannel open(String method, String path, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + VERSION + path + " HTTP/1.0\r\nHost: docker\r\n"
                + (content.length > 0 ? "Content-Type: application/json\r\n" : "") + "Content-Length: "
                + content.length + "\r\n\r\n";
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        ByteBuffer request = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return channel;
    }
}
