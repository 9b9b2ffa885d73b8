package io.drover.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP/1.1 and WebSocket server on a free port of the loopback interface; says 404 to what no test taught it. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<String, Function<Request, Reply>> routes = new ConcurrentHashMap<>();
    private final Map<String, SocketScript> sockets = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    record Reply(int status, String body) {
        static Reply ok(String body) {
            return new Reply(200, body);
        }
    }

    interface SocketScript {
        void play(Session session) throws IOException;
    }

    FakeServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    String webSocketUrl() {
        return "ws" + url().substring(4);
    }

    /** @param route method, blank, path */
    FakeServer on(String route, Function<Request, Reply> handler) {
        routes.put(route, handler);
        return this;
    }

    FakeServer on(String route, String body) {
        return on(route, request -> Reply.ok(body));
    }

    FakeServer onSocket(String path, SocketScript script) {
        sockets.put(path, script);
        return this;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    Request only(String method, String path) {
        List<Request> matching = requests.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .toList();
        if (matching.size() != 1) {
            throw new AssertionError(matching.size() + " requests " + method + " " + path + " among "
                    + requests.stream()
                            .map(request -> request.method() + " " + request.path())
                            .toList());
        }
        return matching.getFirst();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            Optional<Request> request = read(in);
            while (request.isPresent()) {
                requests.add(request.get());
                if (request.get().header("upgrade").equalsIgnoreCase("websocket")) {
                    upgrade(request.get(), in, socket);
                    return;
                }
                reply(answer(request.get()), socket.getOutputStream());
                request = read(in);
            }
        } catch (IOException gone) {
            // The client went away.
        }
    }

    private Reply answer(Request request) {
        Function<Request, Reply> handler = routes.get(request.method() + " " + request.path());
        return handler == null
                ? new Reply(404, "{\"type\":\"error\",\"status\":404,\"code\":\"Not Found\",\"message\":\"Not Found\"}")
                : handler.apply(request);
    }

    private static void reply(Reply reply, OutputStream out) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String noBody = reply.status() == 204 ? "" : "Content-Length: " + body.length + "\r\n";
        bytes.writeBytes(("HTTP/1.1 " + reply.status() + " X\r\nContent-Type: application/json\r\n" + noBody + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        if (reply.status() != 204) {
            bytes.writeBytes(body);
        }
        out.write(bytes.toByteArray());
        out.flush();
    }

    private static Optional<Request> read(DataInputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = start.split(" ", 3);
        int mark = words[1].indexOf('?');
        String path = mark < 0 ? words[1] : words[1].substring(0, mark);
        String query = mark < 0 ? "" : words[1].substring(mark + 1);
        return Optional.of(
                new Request(words[0], path, query(query), headers, new String(body, StandardCharsets.UTF_8)));
    }

    static Map<String, String> form(String text) {
        return query(text);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void upgrade(Request request, DataInputStream in, Socket socket) throws IOException {
        SocketScript script = sockets.get(request.path());
        if (script == null) {
            reply(new Reply(404, "{}"), socket.getOutputStream());
            return;
        }
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(request.header("sec-websocket-key")) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        script.play(new Session(request, in, socket.getOutputStream()));
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : new ArrayList<>(open)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's end of a WebSocket. */
    static final class Session {
        private static final int TEXT = 1;
        private static final int CLOSE = 8;

        private final Request request;
        private final DataInputStream in;
        private final OutputStream out;

        Session(Request request, DataInputStream in, OutputStream out) {
            this.request = request;
            this.in = in;
            this.out = out;
        }

        Request request() {
            return request;
        }

        void send(String text) throws IOException {
            frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        void close(int code, String reason) throws IOException {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            payload.write(code >> 8);
            payload.write(code & 0xff);
            payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
            frame(CLOSE, payload.toByteArray());
        }

        private void frame(int opcode, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0x80 | opcode);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else {
                frame.write(126);
                frame.write(payload.length >> 8);
                frame.write(payload.length & 0xff);
            }
            frame.writeBytes(payload);
            out.write(frame.toByteArray());
            out.flush();
        }

        /** The client's next text; empty when it closed. */
        Optional<String> receive() throws IOException {
            int head = in.read();
            if (head < 0) {
                return Optional.empty();
            }
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return (head & 0x0f) == TEXT ? Optional.of(new String(payload, StandardCharsets.UTF_8)) : Optional.empty();
        }
    }
}
