package io.drover.proxy.stream;

import io.drover.model.link.ExecFrame;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client sends into a shell: base64 of typed bytes, or {@code :resizeTTY:<columns>,<rows>} (spec: hosts and network,
 * 3.5).
 */
final class ExecInput {
    private static final Pattern RESIZE = Pattern.compile(":resizeTTY:(\\d{1,4}),(\\d{1,4})");

    private ExecInput() {}

    /** @throws IllegalArgumentException neither of the two; the message is for the client */
    static ExecFrame text(String message) {
        Matcher resize = RESIZE.matcher(message);
        if (resize.matches()) {
            return new ExecFrame.Resize(Integer.parseInt(resize.group(1)), Integer.parseInt(resize.group(2)));
        }
        try {
            return new ExecFrame.Input(Base64.getDecoder().decode(message));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("a text message must be base64 or :resizeTTY:<columns>,<rows>");
        }
    }
}
