package io.drover.cli.oauth;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.Settings;
import io.drover.cli.settings.SettingsFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Exchanges a refresh token when the access token is about to end. A refresh token is good once, and a server takes a second
 * use for theft: so one process at a time exchanges, and the others take what it has written.
 */
public final class TokenRenewal {
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final SettingsFile file;
    private final InstantSource clock;

    public TokenRenewal(SettingsFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * @param remembered what the file says
     * @param server makes the authorization server of settings
     * @return the settings with an access token that has not ended
     */
    public Settings renewed(Settings remembered, Function<Settings, AuthorizationServer> server) {
        if (!isEnding(remembered)) {
            return remembered;
        }
        // A file's lock is the process's: threads of one need another.
        synchronized (TokenRenewal.class) {
            return renewedByOne(server);
        }
    }

    private Settings renewedByOne(Function<Settings, AuthorizationServer> server) {
        Path lock = file.path().resolveSibling(file.path().getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Settings now = file.read();
            if (!held.isValid() || !isEnding(now) || !(now.credential() instanceof Credential.Granted before)) {
                return now;
            }
            Settings renewed = now.as(server.apply(now).refresh(before, clock.instant()));
            file.write(renewed);
            return renewed;
        } catch (IOException e) {
            throw CliFailure.of("cannot lock " + lock + " to renew the sign-in: " + e.getMessage());
        }
    }

    private boolean isEnding(Settings settings) {
        return settings.credential() instanceof Credential.Granted granted
                && !granted.expires().minus(MARGIN).isAfter(clock.instant());
    }
}
