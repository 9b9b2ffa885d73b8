package io.drover.identity.api.oauth;

import java.time.Duration;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * How long what clients get can be used. Access tokens are references: what they mean is read at each use, so that they end at once.
 *
 * @param access of an access token
 * @param refresh of a refresh token
 */
record OAuthLives(Duration access, Duration refresh) {
    private static final Duration CODE = Duration.ofMinutes(1);

    TokenSettings settings() {
        return TokenSettings.builder()
                .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                .authorizationCodeTimeToLive(CODE)
                .accessTokenTimeToLive(access)
                .refreshTokenTimeToLive(refresh)
                .reuseRefreshTokens(false)
                .build();
    }
}
