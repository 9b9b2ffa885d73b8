package io.drover.agent;

import java.util.Map;
import picocli.CommandLine;

/** Where the agent's process begins. */
public final class AgentMain {
    /**
     * Set before any library is loaded. One Netty thread and one timer thread are plenty for one link, and Netty's pooled
     * buffers would cost megabytes that a link of a few messages a second never uses.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("io.netty.allocator.type", "unpooled"),
            Map.entry("io.netty.eventLoopThreads", "1"),
            Map.entry("io.netty.noPreferDirect", "true"),
            Map.entry("io.netty.recycler.maxCapacityPerThread", "0"),
            Map.entry("io.netty.leakDetection.level", "disabled"),
            Map.entry("reactor.netty.native", "false"),
            Map.entry("reactor.netty.ioWorkerCount", "1"),
            Map.entry("reactor.schedulers.defaultPoolSize", "1"),
            Map.entry("org.slf4j.simpleLogger.logFile", "System.out"),
            Map.entry("org.slf4j.simpleLogger.defaultLogLevel", "error"),
            Map.entry("org.slf4j.simpleLogger.log.io.drover", "info"),
            // A link that breaks fails several streams at once; all but the first error have nobody to go to.
            Map.entry("org.slf4j.simpleLogger.log.reactor.core.publisher.Operators", "off"),
            Map.entry("org.slf4j.simpleLogger.showDateTime", "true"),
            Map.entry("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
            Map.entry("org.slf4j.simpleLogger.showThreadName", "false"),
            Map.entry("org.slf4j.simpleLogger.showLogName", "false"));

    private AgentMain() {}

    public static void main(String[] args) {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        System.exit(new CommandLine(new AgentCommand()).execute(args));
    }
}
