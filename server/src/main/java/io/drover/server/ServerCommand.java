package io.drover.server;

import io.drover.server.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of {@code drover server}; each is also an environment variable. */
@Command(
        name = "drover server",
        mixinStandardHelpOptions = true,
        version = "drover server 0.1.0",
        sortOptions = false,
        description = "Runs Drover's server: gateway, identity, scheduler and websocket proxy in one process.")
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:DROVER_PORT:-8080}",
            description = "Public port (DROVER_PORT; default 8080).")
    private int port = 8080;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "${env:DROVER_BIND:-0.0.0.0}",
            description = "Address the public port listens on (DROVER_BIND; default all).")
    private String bind = "0.0.0.0";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:DROVER_DATA:-${sys:user.home}/.drover}",
            description = "Folder for keys and the embedded database (DROVER_DATA; default ~/.drover).")
    private Path data = Path.of(".");

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "Database to use instead of the embedded one: r2dbc:mysql://user:password@host:3306 or"
                    + " r2dbc:mariadb://... (DROVER_DB keeps the password out of the process list).")
    private @Nullable String db = System.getenv("DROVER_DB");

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(names = "--train", hidden = true, description = "Start, warm up and exit: used to make the AOT cache.")
    private boolean train;

    @Spec
    private @Nullable CommandSpec spec;

    private TlsOptions.Choice tls(Path folder) throws IOException {
        try {
            return tls.choice(folder, ServerConfig.clock().instant(), ServerConfig.random());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Integer call() throws Exception {
        Thread.currentThread().setName("drover-server");
        if (train) {
            System.setProperty(Training.KEY_SETTING, Training.KEY);
        }
        Path folder = data.toAbsolutePath().normalize();
        var server = new DroverServer(new DroverServer.Settings(bind, port, folder, db, tls(folder)));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        server.start();
        if (train) {
            Training.run(server.port());
            System.exit(0);
        }
        return 0;
    }
}
