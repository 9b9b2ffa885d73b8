package io.drover.scheduler.registry;

import java.util.Locale;
import java.util.Set;

/**
 * The place images come from: {@code host[:port]}, in lower case, and one name for all that mean Docker Hub (spec: identity
 * sheet, 5.1).
 */
public record RegistryHost(String name) {
    public static final RegistryHost DOCKER_HUB = new RegistryHost("index.docker.io");

    private static final Set<String> HUB_NAMES =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com");

    /**
     * By Docker's rule: what is before the first slash, if it has a dot or a colon or is "localhost"; else Docker Hub. A leading
     * {@code docker:}, as in {@code imageUuid}, is no part of the name.
     */
    public static RegistryHost ofImage(String image) {
        String name = image.startsWith("docker:") ? image.substring("docker:".length()) : image;
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? of(first) : DOCKER_HUB;
    }

    /** What a user wrote as {@code serverAddress}: scheme and path do not matter, nor does case. */
    public static RegistryHost ofAddress(String serverAddress) {
        String address = serverAddress.strip();
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + "://".length());
        int slash = rest.indexOf('/');
        return of(slash < 0 ? rest : rest.substring(0, slash));
    }

    /** Whether it can be one at all. */
    public boolean isValid() {
        return name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|\\[[0-9a-f:]+](:[0-9]{1,5})?");
    }

    private static RegistryHost of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return HUB_NAMES.contains(lower) ? DOCKER_HUB : new RegistryHost(lower);
    }
}
