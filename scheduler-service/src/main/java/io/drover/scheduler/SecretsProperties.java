package io.drover.scheduler;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who encrypts registries' passwords, certificates' keys and secrets, under {@code secrets}, as users of the reference know it.
 * With {@link Backend#VAULT} the variables {@code VAULT_ADDR} and {@code VAULT_TOKEN} or {@code VAULT_TOKEN_FILE} say where and as
 * whom, and {@code VAULT_NAMESPACE} and {@code VAULT_CACERT} (a PEM file) more.
 *
 * @param backend seals; whatever the other one sealed can still be opened while that one is set up, too
 * @param keyFile keys of {@code localkey}; null: {@code secrets.key} in {@code drover.data-dir}
 * @param vaultMount where Vault's transit engine is
 * @param vaultKey name of the key in it
 */
@ConfigurationProperties(prefix = "secrets", ignoreUnknownFields = false)
public record SecretsProperties(
        @DefaultValue("localkey") Backend backend,
        @Nullable Path keyFile,
        @DefaultValue("transit") String vaultMount,
        @DefaultValue("drover") String vaultKey) {
    public enum Backend {
        LOCALKEY,
        VAULT
    }

    public SecretsProperties {
        for (String name : new String[] {vaultMount, vaultKey}) {
            if (!name.matches("[A-Za-z0-9._/-]{1,128}") || name.contains("..")) {
                throw new IllegalArgumentException(
                        "secrets.vault-mount and secrets.vault-key are names in Vault, not '%s'".formatted(name));
            }
        }
    }

    /** The key file, wherever it is. */
    Path keyFileIn(Path dataDir) {
        return keyFile == null ? dataDir.resolve("secrets.key") : keyFile;
    }
}
