package io.drover.gateway;

import io.drover.gateway.limit.Rate;
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
        @DefaultValue Gateway gateway,
        @DefaultValue Redis redis) {

    /**
     * Where several gateways share their limits.
     *
     * @param url {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://}; empty: each counts alone
     */
    public record Redis(@DefaultValue("") String url) {
        @Override
        public String toString() {
            return "Redis[" + (url.isEmpty() ? "none" : "hidden") + "]";
        }
    }

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
     * @param limits how much one caller may ask for
     * @param hsts how long browsers remember that this server speaks TLS; zero: they are not told
     * @param fingerprint of the server's certificate when no authority vouches for it, for the commands that start agents
     */
    public record Gateway(
            @DefaultValue List<String> trustedProxies,
            @DefaultValue("4MB") DataSize maxBody,
            @DefaultValue("30s") Duration answerTimeout,
            @DefaultValue("1000") int concurrent,
            @DefaultValue("10000") int cachedTokens,
            @DefaultValue("10000") int auditPending,
            @DefaultValue Limits limits,
            @DefaultValue("365d") Duration hsts,
            @DefaultValue("") String fingerprint) {
        public Gateway {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * Requests of one caller; 0 per second switches a limit off.
     *
     * @param accountPerSecond of one account, lastingly
     * @param accountBurst of one account at once, after a rest
     * @param strangerPerSecond of one address, by those who are not signed in: signing in, and credentials that are refused
     * @param strangerBurst of one address at once, after a rest
     */
    public record Limits(
            @DefaultValue("500") int accountPerSecond,
            @DefaultValue("2000") int accountBurst,
            @DefaultValue("20") int strangerPerSecond,
            @DefaultValue("300") int strangerBurst) {
        Rate account() {
            return new Rate(accountPerSecond, accountBurst);
        }

        Rate stranger() {
            return new Rate(strangerPerSecond, strangerBurst);
        }
    }
}
