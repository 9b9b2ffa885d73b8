package io.drover.agent.registration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.document.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What identifies this agent, in its data folder and readable by its owner only: {@code registration.key} (the agent's own
 * secret; it makes a second registration of this host the same agent) and {@code credentials.json}.
 */
public final class CredentialFiles {
    private static final int KEY_BYTES = 64;

    private final Path key;
    private final Path credentials;
    private final ObjectMapper json;

    public CredentialFiles(Path folder, ObjectMapper json) {
        this.key = folder.resolve("registration.key");
        this.credentials = folder.resolve("credentials.json");
        this.json = json;
    }

    public Optional<Credentials> load() throws IOException {
        return Files.exists(credentials)
                ? Optional.of(json.readValue(credentials.toFile(), Credentials.class))
                : Optional.empty();
    }

    public void save(Credentials granted) throws IOException {
        DurableFile.write(credentials, json.writeValueAsBytes(granted));
    }

    /** 128 hexadecimal characters; made with {@code random} the first time. */
    public String key(RandomGenerator random) throws IOException {
        if (!Files.exists(key)) {
            byte[] bytes = new byte[KEY_BYTES];
            random.nextBytes(bytes);
            DurableFile.write(key, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(key).strip();
    }
}
