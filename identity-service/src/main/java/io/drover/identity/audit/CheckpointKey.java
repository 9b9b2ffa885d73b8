package io.drover.identity.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** An Ed25519 key pair that signs checkpoints. The public half is shown to everybody who may verify. */
public final class CheckpointKey {
    private static final String ALGORITHM = "Ed25519";

    private final int generation;
    private final String publicKey;
    private final PrivateKey privateKey;

    private CheckpointKey(int generation, String publicKey, PrivateKey privateKey) {
        this.generation = generation;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** @param generation counts the keys of the installation, from 1 */
    public static CheckpointKey generate(int generation) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            String shown = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            return new CheckpointKey(generation, shown, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** @param privateBytes what {@link #privateBytes} gave */
    public static CheckpointKey of(int generation, String publicKey, byte[] privateBytes) {
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(privateBytes));
            return new CheckpointKey(generation, publicKey, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored key of the audit log is not an Ed25519 key", e);
        }
    }

    public int generation() {
        return generation;
    }

    /** X.509 form in base64, as {@code openssl pkey -pubin} reads it. */
    public String publicKey() {
        return publicKey;
    }

    /** PKCS #8: to be sealed, never to be stored or shown as it is. */
    public byte[] privateBytes() {
        return privateKey.getEncoded();
    }

    public Checkpoint sign(Checkpoint.Kind kind, ChainPoint at, Instant now) {
        Instant created = now.truncatedTo(ChronoUnit.MILLIS);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(Checkpoint.statement(kind, at, created, generation));
            return new Checkpoint(
                    kind, at, created, generation, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with Ed25519", e);
        }
    }

    /** Whether the holder of the key made the statement. */
    public static boolean isGenuine(Checkpoint checkpoint, String publicKey) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            signature.update(checkpoint.statement());
            return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "CheckpointKey[" + generation + "]";
    }
}
