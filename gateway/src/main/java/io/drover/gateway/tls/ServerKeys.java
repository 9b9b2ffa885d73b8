package io.drover.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What TLS asks for a key: the certificate of this moment. A handshake that began with the former one can end with it, so
 * that none fails because of a change.
 */
public final class ServerKeys extends X509ExtendedKeyManager {
    /** @param alias changes with the certificate */
    private record Held(String alias, Certificate certificate) {}

    private record Pair(Held now, @Nullable Held before) {}

    private volatile Pair held;
    private int changes;

    public ServerKeys(Certificate first) {
        this.held = new Pair(new Held("0", first), null);
    }

    public Certificate current() {
        return held.now().certificate();
    }

    /** From now on, for new connections. */
    public synchronized void change(Certificate next) {
        changes++;
        held = new Pair(new Held(Integer.toString(changes), next), held.now());
    }

    private @Nullable Certificate of(String alias) {
        Pair pair = held;
        Held before = pair.before();
        if (pair.now().alias().equals(alias)) {
            return pair.now().certificate();
        }
        return before != null && before.alias().equals(alias) ? before.certificate() : null;
    }

    private @Nullable String alias(String keyType) {
        Held now = held.now();
        String algorithm = now.certificate().key().getAlgorithm();
        // TLS 1.2 also asks for "EC_RSA": a key of the first kind in a certificate signed by the second.
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_") ? now.alias() : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Certificate certificate = of(alias);
        return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Certificate certificate = of(alias);
        return certificate == null ? null : certificate.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
