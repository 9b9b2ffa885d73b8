package io.drover.runtime.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.secret.VaultTokenAnswer.Away;
import io.drover.runtime.secret.VaultTokenAnswer.Endless;
import io.drover.runtime.secret.VaultTokenAnswer.NotRenewed;
import io.drover.runtime.secret.VaultTokenAnswer.Refused;
import io.drover.runtime.secret.VaultTokenAnswer.Renewed;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/**
 * Renews Vault's token, and asks how long it lives if it is not renewed. Tokens may do both by Vault's policy {@code default}:
 * {@code update} on {@code auth/token/renew-self}, {@code read} on {@code auth/token/lookup-self}.
 */
public final class VaultTokenClient {
    private static final String RENEW = "/v1/auth/token/renew-self";
    private static final String LOOK_UP = "/v1/auth/token/lookup-self";

    private final VaultClient vault;

    public VaultTokenClient(VaultClient vault) {
        this.vault = vault;
    }

    /** Fails only when nobody can read what Vault answers. */
    public Mono<VaultTokenAnswer> renew() {
        return vault.post(RENEW, Map.of(), Renewal.class)
                .map(VaultTokenClient::answer)
                .onErrorResume(WebClientResponseException.class, this::refused)
                .onErrorResume(PartUnavailable.class, away -> Mono.just(new Away(away.sentence())))
                .defaultIfEmpty(new Away("Vault answered nothing"));
    }

    private static VaultTokenAnswer answer(Renewal renewal) {
        Auth auth = renewal.auth();
        if (auth == null) {
            return new Away("Vault answered without 'auth'");
        }
        Duration left = Duration.ofSeconds(auth.leaseDuration());
        if (left.isZero()) {
            return new Endless();
        }
        return auth.renewable() ? new Renewed(left) : new NotRenewed("it is not renewable", left);
    }

    /** 400 and 403 are about the token; everything else passes. */
    private Mono<VaultTokenAnswer> refused(WebClientResponseException refusal) {
        String why = VaultClient.words(refusal);
        return switch (refusal.getStatusCode()) {
            case HttpStatus.BAD_REQUEST, HttpStatus.FORBIDDEN ->
                vault.get(LOOK_UP, Lookup.class)
                        .map(found -> answer(why, found.data()))
                        .onErrorResume(WebClientResponseException.class, _ -> Mono.just(new Refused(why)));
            default -> Mono.just(new Away(why));
        };
    }

    private static VaultTokenAnswer answer(String why, @Nullable Data data) {
        if (data == null) {
            return new Refused(why);
        }
        return data.ttl() == 0 && data.expireTime() == null
                ? new Endless()
                : new NotRenewed(why, Duration.ofSeconds(data.ttl()));
    }

    /** The answer names the token, too; nothing reads that. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Renewal(@Nullable Auth auth) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Auth(@JsonProperty("lease_duration") long leaseDuration, boolean renewable) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Lookup(@Nullable Data data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(
            long ttl, @JsonProperty("expire_time") @Nullable String expireTime) {}
}
