package io.drover.benchmarks.gateway;

import io.drover.gateway.GatewayApplication;
import java.io.IOException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One process of the bed: {@code service}, {@code bare URL} or {@code gateway URL}. Says {@code PORT n} when it is ready, and
 * ends when its input ends. {@code micro} prints what single checks cost, and ends.
 */
public final class BedMain {
    private BedMain() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        if (arguments[0].equals("micro")) {
            Checks.print();
            return;
        }
        int port = switch (arguments[0]) {
            case "service" -> IdleService.start().port();
            case "bare" -> bare(arguments[1]);
            case "gateway" -> gateway(arguments[1]);
            default -> throw new IllegalArgumentException("no '" + arguments[0] + "' in this bed");
        };
        System.out.println("PORT " + port);
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static int bare(String service) {
        System.setProperty("bed.service", service);
        return port(new SpringApplicationBuilder(BareGateway.class)
                .web(WebApplicationType.REACTIVE)
                .properties("spring.config.name=bare", "spring.main.banner-mode=off")
                .run("--server.port=0", "--server.address=127.0.0.1"));
    }

    /** With everything on; limits are counted, and so wide that one account can use it all. */
    private static int gateway(String service) {
        return port(GatewayApplication.builder()
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=a secret of this benchmark",
                        "--drover.services.identity-url=" + service,
                        "--drover.services.scheduler-url=" + service,
                        "--drover.services.proxy-url=" + service,
                        "--drover.gateway.limits.account-per-second=1000000",
                        "--drover.gateway.limits.account-burst=1000000"));
    }

    private static int port(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        if (server == null) {
            throw new IllegalStateException("no web server in " + context);
        }
        return server.getPort();
    }
}
