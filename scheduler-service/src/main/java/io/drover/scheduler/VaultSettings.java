package io.drover.scheduler;

import io.drover.runtime.secret.VaultToken;
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
        VaultToken token,
        @Nullable String namespace,
        @Nullable Path caCert) {
    /** Empty: there is no Vault. */
    static Optional<VaultSettings> of(Environment environment) {
        String address = text(environment, "VAULT_ADDR");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        String authority = environment.getProperty("VAULT_CACERT");
        return Optional.of(new VaultSettings(
                address,
                token(text(environment, "VAULT_TOKEN"), text(environment, "VAULT_TOKEN_FILE")),
                environment.getProperty("VAULT_NAMESPACE"),
                authority == null ? null : Path.of(authority)));
    }

    private static VaultToken token(String given, String file) {
        if (given.isEmpty() == file.isEmpty()) {
            throw new IllegalArgumentException(
                    given.isEmpty()
                            ? "VAULT_ADDR is set, and neither VAULT_TOKEN nor VAULT_TOKEN_FILE is: Vault needs one of them"
                            : "VAULT_TOKEN and VAULT_TOKEN_FILE are both set: which one counts? Take one away");
        }
        return file.isEmpty() ? VaultToken.given(given) : VaultToken.inFile(Path.of(file));
    }

    private static String text(Environment environment, String name) {
        return environment.getProperty(name, "").strip();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Vault[" + address + "]";
    }
}
