package io.drover.scheduler.registry;

import java.util.List;

/** With whose name a host may pull an image. */
public sealed interface PullDecision {
    /** Nobody's: there is no registry of that name here, or it has no active credential. */
    record Anonymous() implements PullDecision {}

    /** @param number of the credential */
    record With(long number) implements PullDecision {}

    /** @param sentence says what to do */
    record Refused(String sentence) implements PullDecision {}

    /** @param credentials oldest first */
    record Registry(long number, String serverAddress, boolean isActive, List<Credential> credentials) {
        public Registry {
            credentials = List.copyOf(credentials);
        }
    }

    record Credential(long number, boolean isActive) {}

    /**
     * In this order:
     *
     * <ol>
     *   <li>A host gets nothing for images that no container on it uses.
     *   <li>An image of a registry that was deactivated is pulled by nobody, unless another registry of the same host is
     *       active: addresses that differ in scheme or path only are two registries to the user.
     *   <li>The newest active credential of the registry's host is used; without one the pull is anonymous.
     * </ol>
     *
     * @param registries all of the environment
     * @param usedOnHost images of the containers that are wanted on the asking host
     */
    static PullDecision of(String image, List<Registry> registries, List<String> usedOnHost) {
        RegistryHost wanted = RegistryHost.ofImage(image);
        if (usedOnHost.stream().noneMatch(used -> RegistryHost.ofImage(used).equals(wanted))) {
            return new Refused(
                    "no container on this host uses an image of registry '%s'; its credentials are not for this host"
                            .formatted(wanted.name()));
        }
        List<Registry> matching = registries.stream()
                .filter(registry ->
                        RegistryHost.ofAddress(registry.serverAddress()).equals(wanted))
                .toList();
        if (!matching.isEmpty() && matching.stream().noneMatch(Registry::isActive)) {
            return new Refused("registry '%s' is inactive in this environment, so '%s' is not pulled; activate it"
                    .formatted(matching.getFirst().serverAddress(), image));
        }
        return matching.stream()
                .filter(Registry::isActive)
                .flatMap(registry -> registry.credentials().stream())
                .filter(Credential::isActive)
                .mapToLong(Credential::number)
                .max()
                .stream()
                .mapToObj(number -> (PullDecision) new With(number))
                .findFirst()
                .orElseGet(Anonymous::new);
    }
}
