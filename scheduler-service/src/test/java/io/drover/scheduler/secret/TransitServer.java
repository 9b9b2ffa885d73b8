package io.drover.scheduler.secret;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What HashiCorp documents of Vault's transit engine, for one AES-256-GCM key: encrypt, decrypt and rewrap with Vault's envelope of
 * answers, its error bodies and its ciphertext form. It is stricter than Vault: a request without {@code X-Vault-Request}, of
 * another method than POST or with a field that is not documented is refused.
 */
public final class TransitServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v1/transit/(encrypt|decrypt|rewrap)/drover");
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]+):(.+)");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final HttpServer server;
    private final String token;
    private final JsonMapper json = JsonMapper.builder().build();
    private final TreeMap<Integer, byte[]> keys = new TreeMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean isSealed;
    private volatile int oldest = 1;

    public TransitServer(String token) {
        this.token = token;
        rotate();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code vault write -f transit/keys/drover/rotate}. */
    public synchronized void rotate() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        keys.put(keys.size() + 1, key);
    }

    /** {@code min_decryption_version}: older ciphertexts are refused. */
    public void refuseOlderThan(int version) {
        oldest = version;
    }

    public void seal(boolean sealed) {
        isSealed = sealed;
    }

    /** The verbs that were asked for and answered. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        int status = 200;
        Map<String, @Nullable Object> answer = new HashMap<>();
        try {
            answer.put("request_id", "9f1c");
            answer.put("lease_id", "");
            answer.put("renewable", false);
            answer.put("lease_duration", 0);
            answer.put("data", data(exchange));
            answer.put("wrap_info", null);
            answer.put("warnings", null);
            answer.put("auth", null);
            answer.put("mount_type", "transit");
        } catch (Refusal refusal) {
            status = refusal.status;
            answer = Map.of("errors", List.of(String.valueOf(refusal.getMessage())));
        }
        byte[] body = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, Object> data(HttpExchange exchange) throws Refusal, IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (isSealed) {
            throw new Refusal(503, "Vault is sealed");
        }
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token")) || !path.matches()) {
            // Vault tells nobody without a right whether a path exists.
            throw new Refusal(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        if (!exchange.getRequestMethod().equals("POST")
                || !"true".equals(exchange.getRequestHeaders().getFirst("X-Vault-Request"))) {
            throw new Refusal(405, "unsupported operation");
        }
        Map<String, Object> data = switch (path.group(1)) {
            case "encrypt" -> encrypted(plaintext(field(body, "plaintext")));
            case "decrypt" ->
                Map.of("plaintext", Base64.getEncoder().encodeToString(decrypted(field(body, "ciphertext"))));
            default -> encrypted(decrypted(field(body, "ciphertext")));
        };
        asked.add(path.group(1));
        return data;
    }

    private String field(byte[] body, String name) throws Refusal {
        try {
            JsonNode node = json.readTree(body);
            if (node.size() != 1 || !node.path(name).isString()) {
                throw new Refusal(400, "missing '" + name + "', or fields that are not documented");
            }
            return node.path(name).asString();
        } catch (JacksonException e) {
            throw new Refusal(400, "failed to parse JSON input");
        }
    }

    private static byte[] plaintext(String base64) throws Refusal {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "failed to base64-decode plaintext");
        }
    }

    private synchronized Map<String, Object> encrypted(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        int version = keys.lastKey();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, version, nonce).doFinal(plain);
            byte[] all = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Map.of(
                    "ciphertext",
                    "vault:v" + version + ":" + Base64.getEncoder().encodeToString(all),
                    "key_version",
                    version);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized byte[] decrypted(String ciphertext) throws Refusal {
        Matcher parts = CIPHERTEXT.matcher(ciphertext);
        if (!parts.matches()) {
            throw new Refusal(400, "invalid ciphertext: no prefix");
        }
        int version = Integer.parseInt(parts.group(1));
        if (version > keys.lastKey()) {
            throw new Refusal(400, "invalid ciphertext: version is too new");
        }
        if (version < oldest) {
            throw new Refusal(400, "ciphertext or signature version is disallowed by policy (too old)");
        }
        try {
            byte[] all = Base64.getDecoder().decode(parts.group(2));
            byte[] nonce = new byte[NONCE];
            System.arraycopy(all, 0, nonce, 0, NONCE);
            return cipher(Cipher.DECRYPT_MODE, version, nonce).doFinal(all, NONCE, all.length - NONCE);
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Refusal(400, "cipher: message authentication failed");
        }
    }

    private Cipher cipher(int mode, int version, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] key = Objects.requireNonNull(keys.get(version));
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
