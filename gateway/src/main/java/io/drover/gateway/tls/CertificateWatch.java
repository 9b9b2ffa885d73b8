package io.drover.gateway.tls;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files every few seconds and changes the certificate when they changed. What cannot be used (a file half
 * written, a key that does not belong) is said once and left alone: the certificate in use stays. Contents are compared, not
 * times: mounted secrets change by moving links.
 */
public final class CertificateWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

    private final CertificateFiles files;
    private final ServerKeys keys;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-files").factory());
    private CertificateFiles.@Nullable Texts seen;
    private String said = "";

    private CertificateWatch(CertificateFiles files, ServerKeys keys) {
        this.files = files;
        this.keys = keys;
    }

    public static CertificateWatch start(CertificateFiles files, ServerKeys keys, Duration every) {
        var watch = new CertificateWatch(files, keys);
        watch.timer.scheduleWithFixedDelay(watch::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            CertificateFiles.Texts found = files.texts();
            if (found.equals(seen)) {
                return;
            }
            Certificate read = found.parsed();
            seen = found;
            said = "";
            if (!read.fingerprint().equals(keys.current().fingerprint())) {
                keys.change(read);
                log.info(
                        "new TLS certificate: fingerprint {}, for {}, valid until {}",
                        read.fingerprint(),
                        read.names(),
                        read.validUntil());
            }
        } catch (IOException | RuntimeException e) {
            // Of any kind: after one that gets out, the timer would never look again, and nobody would know.
            String sentence = String.valueOf(e.getMessage());
            if (!sentence.equals(said)) {
                log.warn(
                        "the TLS files {} and {} cannot be used, the former certificate stays: {}",
                        files.certificate(),
                        files.key(),
                        sentence);
                said = sentence;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
