package io.drover.identity.api.oauth;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.BeanIds;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/**
 * The servlet container of the protocol endpoints, on a loopback port of its own. It starts with the first request for one: most
 * starts of the service never need it, and those that do wait for it once.
 */
final class OAuthServer implements AutoCloseable {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(OAuthServer.class);
    /** Held, because the logging of the JDK forgets levels of loggers that nobody holds. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private static final String LOOPBACK = "127.0.0.1";

    private final OAuthParts parts;
    private final String secret;
    private final Supplier<String> issuer;
    private @Nullable Running running;
    private volatile int port;

    private record Running(Tomcat tomcat, AnnotationConfigWebApplicationContext spring, Path folder) {}

    /**
     * @param secret that requests must show
     * @param issuer the address that is set for clients, or the empty text
     */
    OAuthServer(OAuthParts parts, String secret, Supplier<String> issuer) {
        this.parts = parts;
        this.secret = secret;
        this.issuer = issuer;
    }

    /** The port, 0 before the first request. */
    int port() {
        return port;
    }

    /** The port of the container, which is started if it is not; waits for it. */
    synchronized int start() {
        if (running == null) {
            long began = System.nanoTime();
            running = open();
            port = running.tomcat.getConnector().getLocalPort();
            log.info("the OAuth2 endpoints are ready after {} ms", (System.nanoTime() - began) / 1_000_000);
        }
        return port;
    }

    private Running open() {
        TOMCAT.setLevel(Level.WARNING);
        TomcatURLStreamHandlerFactory.disable();
        Running opened = new Running(new Tomcat(), new AnnotationConfigWebApplicationContext(), folder());
        boolean isOpen = false;
        try {
            open(opened);
            isOpen = true;
        } catch (LifecycleException failed) {
            throw new IllegalStateException("the OAuth2 endpoints cannot start", failed);
        } finally {
            // Whatever failed: the next request begins anew, and must not find half of it.
            if (!isOpen) {
                stop(opened);
            }
        }
        return opened;
    }

    private void open(Running opened) throws LifecycleException {
        Tomcat tomcat = opened.tomcat;
        tomcat.setBaseDir(opened.folder.toString());
        tomcat.setConnector(connector());
        Context context = tomcat.addContext("", null);
        AnnotationConfigWebApplicationContext spring = opened.spring;
        spring.setServletContext(context.getServletContext());
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("oauthParts", parts));
        spring.register(OAuthServletConfig.class);
        spring.refresh();
        filter(context, "arrival", new ArrivalFilter(secret, issuer));
        filter(
                context,
                BeanIds.SPRING_SECURITY_FILTER_CHAIN,
                spring.getBean(BeanIds.SPRING_SECURITY_FILTER_CHAIN, Filter.class));
        Tomcat.addServlet(context, "pages", new PageServlet(parts.signIns(), parts.consents()));
        context.addServletMappingDecoded("/", "pages");
        sayLittle(tomcat);
        tomcat.start();
    }

    private static Connector connector() {
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", LOOPBACK);
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("oauth-"));
        return connector;
    }

    private static void filter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName(name);
        everywhere.addURLPatternDecoded("/*");
        context.addFilterMap(everywhere);
    }

    /** Errors without versions and stack traces. */
    private static void sayLittle(Tomcat tomcat) {
        ErrorReportValve valve = new ErrorReportValve();
        valve.setShowReport(false);
        valve.setShowServerInfo(false);
        tomcat.getHost().getPipeline().addValve(valve);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("drover-oauth");
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder for the OAuth2 endpoints can be made", failed);
        }
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            stop(running);
            running = null;
        }
    }

    private static void stop(Running server) {
        try {
            server.tomcat.stop();
            server.tomcat.destroy();
        } catch (LifecycleException failed) {
            log.warn("the OAuth2 endpoints did not stop in good order", failed);
        } finally {
            server.spring.close();
            FileSystemUtils.deleteRecursively(server.folder.toFile());
        }
    }
}
