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
import java.time.Clock;
import java.time.Duration;
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
 * answers, its error bodies and its ciphertext form; and of tokens that renew and look up themselves. It is stricter than Vault: a
 * request without {@code X-Vault-Request}, of another method than the documented one or with a field that is not documented is
 * refused.
 */
public final class TransitServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v1/transit/(encrypt|decrypt|rewrap)/drover");
    private static final String RENEW = "/v1/auth/token/renew-self";
    private static final String LOOK_UP = "/v1/auth/token/lookup-self";
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]+):(.+)");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final HttpServer server;
    private final TransitTokens tokens;
    private final JsonMapper json = JsonMapper.builder().build();
    private final TreeMap<Integer, byte[]> keys = new TreeMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean isSealed;
    private volatile boolean mayTokensAsk = true;
    private volatile int oldest = 1;

    /** @param token a root token, the only one */
    public TransitServer(String token) {
        this(Clock.systemUTC());
        tokens.root(token);
    }

    /** Knows no token yet. */
    public TransitServer(Clock clock) {
        tokens = new TransitTokens(clock);
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

    /** {@code vault token create -ttl -explicit-max-ttl}: lives for so long, and again for so long from each renewal on. */
    public void grant(String token, Duration life, Duration maximum) {
        tokens.grant(token, life, maximum);
    }

    /** {@code vault token create -renewable=false}. */
    public void grantForOnce(String token, Duration life) {
        tokens.grantForOnce(token, life);
    }

    public void revoke(String token) {
        tokens.revoke(token);
    }

    /** Without the policy {@code default} tokens neither renew nor look up themselves. */
    public void mayTokensAsk(boolean may) {
        mayTokensAsk = may;
    }

    /** The verbs that were asked for and answered. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    static final class Refusal extends Exception {
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
            answer.put("data", null);
            answer.put("wrap_info", null);
            answer.put("warnings", null);
            answer.put("auth", null);
            answer.put("mount_type", "token");
            answer.putAll(answered(exchange));
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

    private Map<String, Object> answered(HttpExchange exchange) throws Refusal, IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (isSealed) {
            throw new Refusal(503, "Vault is sealed");
        }
        String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
        String path = exchange.getRequestURI().getRawPath();
        Matcher transit = PATH.matcher(path);
        boolean isOfTokens = mayTokensAsk && (path.equals(RENEW) || path.equals(LOOK_UP));
        if (token == null || !tokens.isAlive(token) || (!transit.matches() && !isOfTokens)) {
            // Vault tells nobody without a right whether a path exists.
            throw new Refusal(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        if (!exchange.getRequestMethod().equals(path.equals(LOOK_UP) ? "GET" : "POST")
                || !"true".equals(exchange.getRequestHeaders().getFirst("X-Vault-Request"))) {
            throw new Refusal(405, "unsupported operation");
        }
        return switch (path) {
            case RENEW -> renewed(token, body);
            case LOOK_UP -> Map.of("data", tokens.described(token));
            default -> Map.of("data", transit(transit.group(1), body), "mount_type", "transit");
        };
    }

    private Map<String, Object> renewed(String token, byte[] body) throws Refusal {
        if (!json.readTree(body).isEmpty()) {
            throw new Refusal(400, "fields that are not needed here");
        }
        Map<String, Object> auth = tokens.renewed(token);
        asked.add("renew-self");
        return Map.of("auth", auth);
    }

    private Map<String, Object> transit(String verb, byte[] body) throws Refusal {
        Map<String, Object> data = switch (verb) {
            case "encrypt" -> encrypted(plaintext(field(body, "plaintext")));
            case "decrypt" ->
                Map.of("plaintext", Base64.getEncoder().encodeToString(decrypted(field(body, "ciphertext"))));
            default -> encrypted(decrypted(field(body, "ciphertext")));
        };
        asked.add(verb);
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
