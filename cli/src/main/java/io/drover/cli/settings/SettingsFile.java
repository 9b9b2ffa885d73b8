package io.drover.cli.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The file that remembers a sign-in; readable by its owner only, and replaced as a whole. */
public final class SettingsFile {
    private final Path path;

    public SettingsFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** {@link Settings#EMPTY} when there is no file. */
    public Settings read() {
        try {
            return fromJson(Json.parse(Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            return Settings.EMPTY;
        } catch (JacksonException e) {
            throw CliFailure.of(path + " is not JSON: remove it and log in again with 'drover login URL'");
        } catch (IOException e) {
            throw CliFailure.of("cannot read " + path + ": " + e.getMessage());
        }
    }

    private static Settings fromJson(JsonNode json) {
        String url = text(json, "url");
        String token = text(json, "token");
        String accessKey = text(json, "accessKey");
        String secretKey = text(json, "secretKey");
        String refresh = text(json, "refreshToken");
        Credential credential = token != null
                ? refresh == null ? new Credential.Token(token) : granted(token, refresh, text(json, "tokenExpires"))
                : accessKey != null && secretKey != null ? new Credential.KeyPair(accessKey, secretKey) : null;
        return new Settings(
                url == null ? null : ServerUrl.parse(url),
                credential,
                text(json, "environment"),
                text(json, "environmentName"),
                new Trust(text(json, "ca"), text(json, "fingerprint")));
    }

    /** Without a time that can be read it counts as ended, and is renewed. */
    private static Credential granted(String token, String refresh, @Nullable String expires) {
        try {
            return new Credential.Granted(token, refresh, expires == null ? Instant.EPOCH : Instant.parse(expires));
        } catch (DateTimeParseException e) {
            return new Credential.Granted(token, refresh, Instant.EPOCH);
        }
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null || !value.isTextual() || value.textValue().isBlank() ? null : value.textValue();
    }

    public void write(Settings settings) {
        ObjectNode json = Json.object();
        if (settings.server() != null) {
            json.put("url", settings.server().base());
        }
        if (settings.trust().ca() != null) {
            json.put("ca", settings.trust().ca());
        }
        if (settings.trust().fingerprint() != null) {
            json.put("fingerprint", settings.trust().fingerprint());
        }
        switch (settings.credential()) {
            case null -> {}
            case Credential.Token(String value) -> json.put("token", value);
            case Credential.Granted(String access, String refresh, Instant expires) ->
                json.put("token", access).put("refreshToken", refresh).put("tokenExpires", expires.toString());
            case Credential.KeyPair(String access, String secret) ->
                json.put("accessKey", access).put("secretKey", secret);
        }
        if (settings.environment() != null) {
            json.put("environment", settings.environment()).put("environmentName", settings.environmentName());
        }
        try {
            Path folder = path.toAbsolutePath().resolveSibling(".").normalize();
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            Path fresh =
                    Files.createTempFile(folder, path.getFileName().toString(), ".new", ownerOnly(folder, "rw-------"));
            Files.write(fresh, (Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CliFailure.of("cannot write " + path + ": " + e.getMessage()
                    + "; choose another file with --config or DROVER_CLI_CONFIG");
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
