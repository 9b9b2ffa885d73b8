package io.drover.scheduler.launch;

import org.jspecify.annotations.Nullable;

/** The text form of a mount: {@code /path} or {@code source:/path[:options]}; a source without a slash is a named volume. */
public final class VolumeText {
    private static final String ACCEPTED = "accepted: '/path', '/host/path:/path[:ro]' or 'volume:/path[:ro]'";

    /** A mount option list is short; a pattern must not be run over what is not. */
    private static final int MAX_OPTIONS = 100;

    private VolumeText() {}

    /** Why the text is not a mount; null when it is one. */
    public static @Nullable String wrongWith(String text) {
        String[] parts = text.split(":", -1);
        if (text.indexOf('\0') >= 0 || text.indexOf('\n') >= 0) {
            return "volume: line breaks and zero bytes are not possible in a path; " + ACCEPTED;
        }
        if (parts.length == 1) {
            return isPath(text) ? null : "volume '%s' does not say where it is mounted; %s".formatted(text, ACCEPTED);
        }
        if (parts.length > 3 || (parts.length == 3 && !areOptions(parts[2]))) {
            return "volume '%s' is not a mount; %s".formatted(text, ACCEPTED);
        }
        if (!isPath(parts[1])) {
            return "volume '%s': '%s' is not an absolute path; %s".formatted(text, parts[1], ACCEPTED);
        }
        return isPath(parts[0]) || isVolumeName(parts[0])
                ? null
                : "volume '%s': '%s' is neither an absolute path of the host nor a volume's name (relative paths mean nothing on a host); %s"
                        .formatted(text, parts[0], ACCEPTED);
    }

    private static boolean areOptions(String text) {
        return text.length() <= MAX_OPTIONS && text.matches("[a-zA-Z]+(,[a-zA-Z]+)*");
    }

    /** A path alone: the engine makes a volume without a name. */
    public static boolean isAnonymous(String text) {
        return text.indexOf(':') < 0;
    }

    public static boolean isVolumeName(String text) {
        return text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    }

    private static boolean isPath(String text) {
        return text.startsWith("/");
    }
}
