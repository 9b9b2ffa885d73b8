package io.drover.server;

import io.drover.gateway.GatewayApplication;
import io.drover.gateway.tls.Certificate;
import io.drover.gateway.tls.CertificateFiles;
import io.drover.gateway.tls.CertificateWatch;
import io.drover.gateway.tls.ServerKeys;
import io.drover.identity.IdentityApplication;
import io.drover.proxy.ProxyApplication;
import io.drover.runtime.HttpServerSettings;
import io.drover.runtime.database.EmbeddedMariaDb;
import io.drover.scheduler.SchedulerApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.logging.logback.LogbackMetricsAutoConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Starts and stops the suite in one process: first the public port (it says "starting"), then the database, then the
 * services two at a time, the gateway last.
 */
final class DroverServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DroverServer.class);

    private static final Duration LOOK_AT_CERTIFICATE = Duration.ofSeconds(5);

    private final Settings settings;
    private final StartProgress progress = new StartProgress();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile boolean closing;
    private int port;

    DroverServer(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param data folder for keys and the embedded database
     * @param database R2DBC URL of an external database, null: the embedded one
     */
    record Settings(
            String bind, int port, Path data, @Nullable String database, TlsOptions.Choice tls) {
        /** Without the URL, which holds a password. */
        @Override
        public String toString() {
            return "Settings[bind=%s, port=%d, data=%s]".formatted(bind, port, data);
        }
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        HttpServerSettings.apply();
        long began = System.nanoTime();
        createPrivate(settings.data);
        List<String> certificate = new ArrayList<>();
        FrontDoorHandler door = FrontDoorHandler.open(settings.bind, settings.port, tls(certificate), progress);
        opened(door);
        port = door.port();
        log.info("listening on port {}{}; starting", port, settings.tls.files() == null ? "" : " with TLS");
        redirect();
        String database = database();
        String secret = InternalSecretConfig.of(settings.data.resolve("internal-secret"));
        var ports = new Ports(freePort(), freePort(), freePort());
        startServices(
                ports,
                certificate,
                List.of(
                        "--drover.internal.secret=" + secret,
                        "--drover.database.url=" + database,
                        "--drover.data-dir=" + settings.data,
                        "--drover.identity.data-dir=" + settings.data,
                        "--drover.services.identity-url=http://127.0.0.1:" + ports.identity,
                        "--drover.services.scheduler-url=http://127.0.0.1:" + ports.scheduler,
                        "--drover.services.proxy-url=http://127.0.0.1:" + ports.proxy,
                        "--server.address=127.0.0.1"),
                door);
        log.info("ready on port {} after {} s", port, seconds(began));
    }

    /** @param gateway gets what the gateway must know about the certificate */
    private @Nullable ServerKeys tls(List<String> gateway) {
        CertificateFiles files = settings.tls.files();
        if (files == null) {
            return null;
        }
        Certificate first = files.read();
        ServerKeys keys = new ServerKeys(first);
        opened(CertificateWatch.start(files, keys, LOOK_AT_CERTIFICATE));
        log.info(
                "TLS certificate {} for {}, valid until {}; fingerprint {}",
                files.certificate(),
                first.names(),
                first.validUntil(),
                first.fingerprint());
        if (settings.tls.isOwnWork()) {
            gateway.add("--drover.gateway.fingerprint=" + first.fingerprint());
        }
        return keys;
    }

    private void redirect() {
        if (settings.tls.redirectPort() != 0) {
            RedirectHandler redirect = RedirectHandler.open(settings.bind, settings.tls.redirectPort(), port);
            opened(redirect);
            log.info("port {} leads to https", redirect.port());
        }
    }

    private static String seconds(long sinceNanos) {
        return "%.1f".formatted(Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis() / 1000.0);
    }

    private String database() {
        if (settings.database != null) {
            return settings.database;
        }
        progress.at("the database is starting");
        EmbeddedMariaDb database = EmbeddedMariaDb.start(new EmbeddedMariaDb.Options(
                settings.data.resolve("mariadb"), settings.data.resolve("mariadb-programs"), true));
        opened(database);
        var unused = database.ended().thenRun(this::databaseEnded);
        return database.r2dbcUrl();
    }

    /** Without its database the server is of no use; whoever runs it starts it again, and the database recovers then. */
    private void databaseEnded() {
        if (!closing) {
            log.error(
                    "the embedded database ended by itself; the server stops. Its log is in {}",
                    settings.data.resolve("mariadb"));
            System.exit(1);
        }
    }

    private record Ports(int identity, int scheduler, int proxy) {}

    /**
     * The first context loads most classes; started alone it is ready sooner than two that wait for each other. There is one
     * log, so the gateway alone counts its events: contexts that hook into it at the same time break it.
     */
    private void startServices(Ports ports, List<String> certificate, List<String> common, FrontDoorHandler door) {
        progress.at("identity-service is starting");
        start("identity-service", IdentityApplication.builder(), common, ports.identity);
        progress.at("scheduler-service, websocket-proxy and gateway are starting");
        List<String> besideGateway = new ArrayList<>(common);
        besideGateway.add("--spring.autoconfigure.exclude=" + LogbackMetricsAutoConfiguration.class.getName());
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            CompletableFuture<Void> scheduler = CompletableFuture.runAsync(
                    () -> start("scheduler-service", SchedulerApplication.builder(), besideGateway, ports.scheduler),
                    two);
            CompletableFuture<Void> others = CompletableFuture.runAsync(
                    () -> {
                        start("websocket-proxy", ProxyApplication.builder(), besideGateway, ports.proxy);
                        List<String> gateway = new ArrayList<>(common);
                        gateway.addAll(certificate);
                        start("gateway", behind(door, GatewayApplication.builder()), gateway, port);
                    },
                    two);
            CompletableFuture.allOf(scheduler, others).join();
        }
    }

    private static SpringApplicationBuilder behind(FrontDoorHandler door, SpringApplicationBuilder gateway) {
        return gateway.initializers(context -> ((GenericApplicationContext) context)
                .registerBean("frontDoor", ReactiveWebServerFactory.class, () -> door));
    }

    private void start(String name, SpringApplicationBuilder builder, List<String> common, int servicePort) {
        long began = System.nanoTime();
        List<String> arguments = new ArrayList<>(common);
        arguments.add("--server.port=" + servicePort);
        ConfigurableApplicationContext context =
                builder.registerShutdownHook(false).run(arguments.toArray(String[]::new));
        opened(context);
        log.info("{} is ready after {} s", name, seconds(began));
    }

    private synchronized void opened(AutoCloseable part) {
        running.push(part);
    }

    /** Stops in reverse order: the database last, so that every service can write its last words. */
    @Override
    public synchronized void close() {
        closing = true;
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) { // every part gets its chance to stop
                log.warn("{} did not stop in good order", part.getClass().getSimpleName(), e);
            }
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
