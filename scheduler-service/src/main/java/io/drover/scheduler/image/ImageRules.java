package io.drover.scheduler.image;

import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The installation's rules for images. Pure.
 *
 * <ol>
 *   <li>An image that names no registry gets the default one, if there is one, when its service is made or changed; what exists
 *       already keeps its name.
 *   <li>Then, with a whitelist, its registry must be on it. Docker Hub is {@code index.docker.io} there.
 * </ol>
 *
 * @param registry the default one; empty: Docker Hub, and images keep their names
 * @param whitelist empty: all registries
 */
public record ImageRules(String registry, List<String> whitelist) {
    private static final String DOCKER_HUB = "index.docker.io";
    private static final List<String> OTHER_NAMES = List.of("docker.io", "registry-1.docker.io");

    public ImageRules {
        whitelist = whitelist.stream().map(ImageRules::known).toList();
    }

    /** The first image that is refused, in the order of the launch configs. */
    public record Refusal(String service, String image, String from) {
        /** The reference's words first: clients look for them. */
        public String sentence(List<String> whitelist) {
            return "The provided registry is not whitelisted: image '%s' of service '%s' comes from '%s'; accepted: %s"
                    .formatted(image, service, from, String.join(", ", whitelist));
        }
    }

    /** The service with the names its images are stored under. */
    public ServiceSpec applied(ServiceSpec service) {
        return registry.isEmpty()
                ? service
                : service.withLaunchConfigs(
                        renamed(service.primary()),
                        service.sidekicks().stream().map(this::renamed).toList());
    }

    private LaunchConfig renamed(LaunchConfig config) {
        String image = config.container().image();
        return namesRegistry(image) ? config : config.withImage(registry + "/" + image);
    }

    /** @param service as {@link #applied} made it */
    public Optional<Refusal> refusal(ServiceSpec service) {
        return whitelist.isEmpty()
                ? Optional.empty()
                : service.launchConfigs().stream()
                        .map(config -> config.container().image())
                        .filter(image -> !whitelist.contains(registryOf(image)))
                        .findFirst()
                        .map(image -> new Refusal(service.name(), image, registryOf(image)));
    }

    /** The registry an engine would ask for the image. */
    static String registryOf(String image) {
        return namesRegistry(image) ? known(image.substring(0, image.indexOf('/'))) : DOCKER_HUB;
    }

    /** As Docker tells it: the part before the first slash is a registry if it looks like a host. */
    private static boolean namesRegistry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    private static String known(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OTHER_NAMES.contains(lower) ? DOCKER_HUB : lower;
    }
}
