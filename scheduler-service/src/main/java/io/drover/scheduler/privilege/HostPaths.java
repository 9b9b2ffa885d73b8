package io.drover.scheduler.privilege;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Paths of hosts as texts. The server does not see the hosts' files, so links are followed only where every Linux has them
 * ({@code /var/run} is {@code /run}); an allowed folder must not be one in which its users can make links themselves.
 */
final class HostPaths {
    /** Whoever can write to one of these is root on the host. */
    private static final List<String> SOCKETS = List.of(
            "/run/docker.sock",
            "/run/docker",
            "/run/containerd",
            "/run/crio",
            "/run/podman",
            "/run/user",
            "/var/lib/docker",
            "/var/lib/containerd",
            "/var/lib/containers");

    private HostPaths() {}

    /** Without {@code .}, {@code ..}, doubled and trailing slashes, and with the links that are the same everywhere followed. */
    static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        String plain = "/" + String.join("/", parts);
        return isAtOrBelow(plain, "/var/run") ? plain.substring("/var".length()) : plain;
    }

    static boolean isAtOrBelow(String path, String folder) {
        return folder.equals("/") || path.equals(folder) || path.startsWith(folder + "/");
    }

    /** Both are normal, or become so. */
    static boolean isWithin(String path, Collection<String> folders) {
        return folders.stream().anyMatch(folder -> isAtOrBelow(path, normal(folder)));
    }

    /** The engine's socket itself, whatever it is called elsewhere, or what belongs to an engine. */
    static boolean isEngine(String path) {
        return path.endsWith("docker.sock")
                || path.endsWith("containerd.sock")
                || SOCKETS.stream().anyMatch(socket -> isAtOrBelow(path, socket));
    }

    /** A folder that has the engine's socket or its files somewhere in it; {@code /var} because {@code /var/run} may be no link. */
    static boolean holdsEngine(String folder) {
        return Stream.concat(SOCKETS.stream(), Stream.of("/var/run/docker.sock"))
                .anyMatch(socket -> isAtOrBelow(socket, folder));
    }
}
