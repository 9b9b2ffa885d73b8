package io.drover.server;

import io.drover.gateway.tls.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about TLS; each is also an environment variable. */
final class TlsOptions {
    static final String SELF_SIGNED = "self-signed";

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            defaultValue = "${env:DROVER_TLS_CERT}",
            description =
                    "Serve https with this certificate, a PEM file with those that vouch for it behind it; read again"
                            + " when it changes (DROVER_TLS_CERT).")
    @Nullable
    Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "${env:DROVER_TLS_KEY}",
            description = "The certificate's private key, a PEM file (DROVER_TLS_KEY).")
    @Nullable
    Path key;

    @Option(
            names = "--tls",
            paramLabel = SELF_SIGNED,
            defaultValue = "${env:DROVER_TLS}",
            description =
                    "Serve https with a certificate that is made once, in the data folder; clients and agents believe it"
                            + " by its fingerprint, which is printed (DROVER_TLS).")
    @Nullable
    String mode;

    @Option(
            names = "--tls-name",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:DROVER_TLS_NAMES}",
            description = "Name or address the made certificate is for; may be repeated (DROVER_TLS_NAMES, with commas;"
                    + " default: this machine's name and the loopback addresses).")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--redirect-port",
            paramLabel = "PORT",
            defaultValue = "${env:DROVER_REDIRECT_PORT:-0}",
            description =
                    "A second, plain port that only sends browsers to https (DROVER_REDIRECT_PORT; default none).")
    int redirectPort;

    /**
     * @param files what to serve with; null: plain http
     * @param isOwnWork nobody vouches for the certificate
     */
    record Choice(@Nullable CertificateFiles files, boolean isOwnWork, int redirectPort) {}

    /** @throws IllegalArgumentException the options contradict each other; the sentence says how */
    Choice choice(Path data, Instant now, SecureRandom random) throws IOException {
        boolean isSelfSigned = mode != null && !mode.isBlank();
        if (isSelfSigned && !SELF_SIGNED.equals(mode)) {
            throw new IllegalArgumentException(
                    "--tls (DROVER_TLS) is '%s': the only value is '%s'; for a certificate of your own give --tls-cert and --tls-key"
                            .formatted(mode, SELF_SIGNED));
        }
        boolean hasFiles = isGiven(certificate) || isGiven(key);
        if (hasFiles && isSelfSigned) {
            throw new IllegalArgumentException(
                    "--tls self-signed makes a certificate and --tls-cert names one: give one of the two");
        }
        if (hasFiles && !(isGiven(certificate) && isGiven(key))) {
            throw new IllegalArgumentException(
                    "--tls-cert and --tls-key (DROVER_TLS_CERT, DROVER_TLS_KEY) belong together: %s is missing"
                            .formatted(isGiven(certificate) ? "--tls-key" : "--tls-cert"));
        }
        if (redirectPort != 0 && !hasFiles && !isSelfSigned) {
            throw new IllegalArgumentException(
                    "--redirect-port sends to https, which is not switched on: give --tls-cert and --tls-key, or --tls self-signed");
        }
        if (certificate != null && key != null && hasFiles) {
            return new Choice(new CertificateFiles(certificate, key), false, redirectPort);
        }
        CertificateFiles made =
                isSelfSigned ? CertificateFiles.selfSigned(data.resolve("tls"), this::namesOrUsual, now, random) : null;
        return new Choice(made, isSelfSigned, redirectPort);
    }

    private static boolean isGiven(@Nullable Path path) {
        return path != null && !path.toString().isBlank();
    }

    private List<String> namesOrUsual() {
        List<String> given = names.stream().filter(name -> !name.isBlank()).toList();
        if (!given.isEmpty()) {
            return given;
        }
        Set<String> usual = new LinkedHashSet<>();
        try {
            usual.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            usual.add("localhost");
        }
        usual.addAll(List.of("localhost", "127.0.0.1", "::1"));
        return List.copyOf(usual);
    }
}
