package io.drover.scheduler;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Vault's own variables.
 *
 * @param caCert PEM file of the authority to believe; null: those of the Java runtime
 */
record VaultSettings(
        String address,
        String token,
        @Nullable String namespace,
        @Nullable Path caCert) {
    /** Empty: there is no Vault. */
    static Optional<VaultSettings> of(Environment environment) {
        String address = environment.getProperty("VAULT_ADDR");
        if (address == null || address.isBlank()) {
            return Optional.empty();
        }
        String token = environment.getProperty("VAULT_TOKEN");
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException("VAULT_ADDR is set and VAULT_TOKEN is not: Vault needs both");
        }
        String authority = environment.getProperty("VAULT_CACERT");
        return Optional.of(new VaultSettings(
                address.strip(),
                token.strip(),
                environment.getProperty("VAULT_NAMESPACE"),
                authority == null ? null : Path.of(authority)));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Vault[" + address + "]";
    }
}
