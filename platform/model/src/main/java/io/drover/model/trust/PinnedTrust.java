package io.drover.model.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in one certificate: {@link ServerTrust.Pinned} says what that means. */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final Fingerprint wanted;

    PinnedTrust(Fingerprint wanted) {
        this.wanted = wanted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        Optional<X509ExtendedTrustManager> authority = authority(chain);
        if (authority.isPresent()) {
            authority.get().checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        Optional<X509ExtendedTrustManager> authority = authority(chain);
        if (authority.isPresent()) {
            authority.get().checkServerTrusted(chain, authType, socket);
        }
    }

    /** Without the connection there is no name to check an authority's certificate by, so only the server's own will do. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (authority(chain).isPresent()) {
            throw new CertificateException("an authority's fingerprint needs a connection to check the name of");
        }
    }

    /** Empty: the server's own certificate is the wanted one. Else who must have signed it. */
    private Optional<X509ExtendedTrustManager> authority(X509Certificate[] chain) throws CertificateException {
        for (int i = 0; i < chain.length; i++) {
            if (Fingerprint.of(chain[i]).equals(wanted)) {
                return i == 0 ? Optional.empty() : Optional.of(ServerTrust.trusting(List.of(chain[i])));
            }
        }
        String shown = chain.length == 0 ? "none" : Fingerprint.of(chain[0]).text();
        throw new CertificateException(
                "the server's certificate has the fingerprint %s, expected was %s: it was changed, or this is another server"
                        .formatted(shown, wanted));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this trust is for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
