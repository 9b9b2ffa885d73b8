package io.drover.gateway.limit;

/**
 * What this gateway let pass for one key since it last said so to the others.
 *
 * @param key under which all gateways count it, e.g. {@code account:1a7}
 * @param spent requests; with 0 only the count is asked for
 */
record SharedCount(String key, Rate rate, long spent) {}
