package io.drover.runtime.secret;

/**
 * How many stored values one key sealed.
 *
 * @param backend {@code localkey} or {@code vault}
 * @param generation the key's name or version; {@code first} for values of before keys had names
 * @param isCurrent it seals new values
 */
public record KeyUse(String backend, String generation, long values, boolean isCurrent) {}
