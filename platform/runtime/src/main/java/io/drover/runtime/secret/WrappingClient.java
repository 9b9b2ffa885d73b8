package io.drover.runtime.secret;

import reactor.core.publisher.Mono;

/** Has key-encryption keys and gives them to nobody: encrypts and decrypts data keys of {@value EnvelopeKey#BYTES} bytes. */
public interface WrappingClient {
    /** {@code localkey} or {@code vault}. */
    String backend();

    /** Encrypts with the newest key. */
    Mono<WrappedKey> wrap(byte[] dataKey);

    /** Fails with {@code PartUnavailable} when the key is not there (any more) or nobody answers. */
    Mono<byte[]> unwrap(WrappedKey wrapped);

    /** The same data key, encrypted with the newest key. */
    Mono<WrappedKey> rewrap(WrappedKey wrapped);

    /** The newest key's generation. */
    Mono<String> generation();
}
