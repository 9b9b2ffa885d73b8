package io.drover.agent.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The container this agent runs in, if it does: it is never touched, whatever its labels say. */
public final class OwnContainer {
    private static final Pattern MOUNT = Pattern.compile("/containers/([0-9a-f]{64})/");

    private OwnContainer() {}

    /** @param mountinfo content of {@code /proc/self/mountinfo}: the engine mounts a container's hosts file from its folder */
    public static Optional<String> id(String mountinfo) {
        Matcher matcher = MOUNT.matcher(mountinfo);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
