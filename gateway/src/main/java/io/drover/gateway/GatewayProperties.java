package io.drover.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the gateway, prefix {@code drover}.
 *
 * @param internal what the suite's services share
 * @param services where they are
 */
@ConfigurationProperties("drover")
public record GatewayProperties(
        @DefaultValue Internal internal,
        @DefaultValue Services services,
        @DefaultValue Gateway gateway) {

    /** @param secret at least 16 characters, the same in every service */
    public record Internal(@DefaultValue("") String secret) {
        public Internal {
            if (secret.length() < 16) {
                throw new IllegalArgumentException(
                        "drover.internal.secret has fewer than 16 characters: set a long random text, the same everywhere");
            }
        }

        @Override
        public String toString() {
            return "Internal[secret hidden]";
        }
    }

    public record Services(
            @DefaultValue("http://127.0.0.1:8081") URI identityUrl,
            @DefaultValue("http://127.0.0.1:8082") URI schedulerUrl,
            @DefaultValue("http://127.0.0.1:8083") URI proxyUrl) {}

    /**
     * @param trustedProxies addresses and ranges of proxies whose {@code X-Forwarded-*} is believed; none by default
     * @param maxBody of a request; larger ones are answered with 413
     * @param answerTimeout until a service's answer begins
     * @param concurrent requests under way to one service at most
     * @param cachedTokens internal tokens that are held at most
     * @param auditPending audit rows that wait to be stored at most; then changes are refused
     */
    public record Gateway(
            @DefaultValue List<String> trustedProxies,
            @DefaultValue("4MB") DataSize maxBody,
            @DefaultValue("30s") Duration answerTimeout,
            @DefaultValue("1000") int concurrent,
            @DefaultValue("10000") int cachedTokens,
            @DefaultValue("10000") int auditPending) {
        public Gateway {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }
}
