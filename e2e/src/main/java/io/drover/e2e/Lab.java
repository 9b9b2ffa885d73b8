package io.drover.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Real Docker hosts on this machine: {@code bin/lab}. Host numbers count from 1. */
public final class Lab {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Lab() {}

    /** First three numbers of the hosts' addresses; this machine is number 1 of them. The same default as {@code bin/lab}. */
    public static String network() {
        return System.getenv().getOrDefault("DROVER_LAB_NETWORK", "192.168.100");
    }

    /** Name of the lab: its control groups and devices are called after it. The same default as {@code bin/lab}. */
    public static String name() {
        return System.getenv().getOrDefault("DROVER_LAB_NAME", "drover");
    }

    public static String run(String... arguments) {
        return Commands.bin(LIMIT, Map.of(), "lab", arguments).orThrow();
    }

    public static void up(int hosts) {
        run("up", Integer.toString(hosts));
    }

    public static void down() {
        run("down");
    }

    /** {@code docker ARGUMENTS} against host {@code host}. */
    public static String docker(int host, String... arguments) {
        return tryDocker(host, arguments).orThrow();
    }

    private static Commands.Result tryDocker(int host, String... arguments) {
        return Commands.bin(
                LIMIT,
                Map.of(),
                "lab",
                Stream.concat(Stream.of("docker", Integer.toString(host)), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    /** Engine ids of the running containers on a host, short form, sorted. */
    public static List<String> running(int host) {
        return lines(docker(host, "ps", "-q", "--no-trunc"));
    }

    /** Engine id and start time of every container on a host that Drover started: equal before and after means untouched. */
    public static List<String> incarnations(int host) {
        while (true) {
            List<String> ids = owned(host);
            if (ids.isEmpty()) {
                return List.of();
            }
            List<String> command =
                    new ArrayList<>(List.of("inspect", "--format", "{{.Id}} {{.State.StartedAt}} {{.State.Status}}"));
            command.addAll(ids);
            Commands.Result result = tryDocker(host, command.toArray(String[]::new));
            // A container may go between the two commands: then it is the list that is out of date.
            if (result.code() == 0 || owned(host).equals(ids)) {
                return lines(result.orThrow());
            }
        }
    }

    private static List<String> owned(int host) {
        return lines(docker(host, "ps", "-aq", "--no-trunc", "--filter", "label=io.rancher.container.uuid"));
    }

    /** The engine id of the container with that name, or empty text. */
    public static String idOf(int host, String name) {
        return docker(host, "ps", "-aq", "--no-trunc", "--filter", "name=^/?" + name + "$");
    }

    public static void agent(int host, String server, String token) {
        run("agent", Integer.toString(host), "--server", server, "--token", token);
    }

    public static void command(String what, int host) {
        run(what, Integer.toString(host));
    }

    public static String address(int host) {
        return run("address", Integer.toString(host));
    }

    /** Address of a host's Docker engine, as DOCKER_HOST takes it. */
    public static String engine(int host) {
        String export = run("env", Integer.toString(host));
        return export.substring(export.indexOf('=') + 1).strip();
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
