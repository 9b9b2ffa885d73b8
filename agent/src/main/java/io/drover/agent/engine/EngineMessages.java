package io.drover.agent.engine;

import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.model.link.RegistryAccess;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one table from the engine's error texts to kinds and sentences. The engine has no codes beyond HTTP's, so the words
 * decide; they are those of Docker 20.10 to 28. Order matters: the first row that matches wins.
 */
public final class EngineMessages {
    private static final Pattern PORT = Pattern.compile(
            "(?:Bind for|listen (?:tcp|udp)[46]?|bind host port(?: for)?) [0-9a-fA-F.:\\[\\]]*:(\\d+)\\b");
    private static final Pattern WRAPPED = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final List<String> PORT_TAKEN = List.of("port is already allocated", "address already in use");
    private static final List<String> DENIED =
            List.of("pull access denied", "unauthorized", "no basic auth credentials", "denied:", "forbidden");
    private static final List<String> WRONG_PASSWORD = List.of("unauthorized", "incorrect username or password", "401");
    private static final List<String> RATE = List.of("toomanyrequests", "too many requests", "rate limit");
    private static final List<String> UNREACHABLE = List.of(
            "no such host",
            "connection refused",
            "i/o timeout",
            "network is unreachable",
            "no route to host",
            "server misbehaving",
            "temporary failure in name resolution",
            "tls handshake timeout",
            "client.timeout",
            "request canceled",
            "deadline exceeded",
            "connection reset");
    private static final List<String> UNKNOWN_IMAGE =
            List.of("manifest unknown", "not found", "no such image", "name unknown", "does not exist");

    private EngineMessages() {}

    /** Why a pull failed. @param access with whose name it was tried */
    public static EngineFailure pull(String image, RegistryAccess access, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        String registry = registryOf(image);
        if (has(words, RATE)) {
            return new EngineFailure(
                    Kind.REGISTRY_RATE_LIMIT,
                    "The registry %s limits how often images are pulled and refused '%s' for now; %s (%s)"
                            .formatted(registry, image, moreOften(access), said));
        }
        if (has(words, DENIED)) {
            return new EngineFailure(Kind.REGISTRY_DENIED, denied(image, registry, access, said));
        }
        if (has(words, UNREACHABLE)) {
            return new EngineFailure(
                    Kind.REGISTRY_UNREACHABLE,
                    "The registry %s cannot be reached for image '%s'; check this host's network, name service and proxy (%s)"
                            .formatted(registry, image, said));
        }
        if (has(words, UNKNOWN_IMAGE)) {
            return new EngineFailure(
                    Kind.IMAGE_NOT_FOUND,
                    "Image '%s' does not exist on %s; check its name and tag (%s)".formatted(image, registry, said));
        }
        return new EngineFailure(Kind.REFUSED, "Image '%s' could not be pulled: %s".formatted(image, said));
    }

    private static String moreOften(RegistryAccess access) {
        return access instanceof RegistryAccess.Credential credential
                ? "user '%s' has used up its share, it is tried again later".formatted(credential.username())
                : "sign in to it for a higher limit";
    }

    private static String denied(String image, String registry, RegistryAccess access, String said) {
        if (!(access instanceof RegistryAccess.Credential credential)) {
            return "The registry %s denies image '%s': it does not exist there or needs credentials; check the name, or add the registry's user and password (%s)"
                    .formatted(registry, image, said);
        }
        return has(said.toLowerCase(Locale.ROOT), WRONG_PASSWORD)
                ? "The registry %s does not accept user '%s' with the stored password for image '%s'; correct the registry's credential (%s)"
                        .formatted(registry, credential.username(), image, said)
                : "The registry %s does not let user '%s' pull image '%s', or has no such image; check the name and the user's rights there (%s)"
                        .formatted(registry, credential.username(), image, said);
    }

    /** Why a container could not be created. */
    public static EngineFailure create(int status, String image, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        if (status == 404 && words.contains("no such image")) {
            return new EngineFailure(Kind.IMAGE_MISSING, said);
        }
        if (status == 409 && words.contains("already in use by container")) {
            return new EngineFailure(Kind.NAME_TAKEN, said);
        }
        return new EngineFailure(
                Kind.REFUSED, "The engine refuses to create a container of '%s': %s".formatted(image, said));
    }

    /** Why a container could not be started, stopped or removed. */
    public static EngineFailure container(String verb, int status, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        if ((status == 404 && words.contains("no such container"))
                || words.contains("marked for removal")
                || words.contains("removal of container")) {
            return new EngineFailure(Kind.GONE, said);
        }
        if (PORT_TAKEN.stream().anyMatch(words::contains)) {
            return new EngineFailure(Kind.PORT_TAKEN, said);
        }
        return new EngineFailure(Kind.REFUSED, "The engine could not %s the container: %s".formatted(verb, said));
    }

    /** {@link #container} for a verb. */
    static BiFunction<Integer, String, EngineFailure> verb(String verb) {
        return (status, said) -> container(verb, status, said);
    }

    /** docker-java wraps the engine's words as {@code Status 404: {"message":"..."}}: only the words. */
    static String bare(String wrapped) {
        Matcher matcher = WRAPPED.matcher(wrapped);
        return matcher.find()
                ? matcher.group(1).replace("\\\"", "\"").replace("\\n", " ").strip()
                : wrapped.strip();
    }

    /** The port a {@link Kind#PORT_TAKEN} message is about. */
    public static OptionalInt portOf(String said) {
        Matcher matcher = PORT.matcher(said);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The host part of an image's name, by Docker's rule: a first part with a dot, a colon or "localhost". */
    static String registryOf(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "docker.io";
    }

    private static boolean has(String words, List<String> needles) {
        return needles.stream().anyMatch(words::contains);
    }
}
