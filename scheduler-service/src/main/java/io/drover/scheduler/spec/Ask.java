package io.drover.scheduler.spec;

import io.drover.model.environment.Privilege;

/**
 * Something a service wants that reaches beyond its containers. Whether it gets it is the environment's policy.
 *
 * @param where for the sentence, e.g. {@code service 'web'}
 * @param field of the wire's launch config, or the key of a compose file that has no such field
 * @param value as the user wrote it, for the sentence
 */
public record Ask(String where, String field, String value, Need need) {

    /** What the policy is asked about. */
    public sealed interface Need {
        /** One of the policy's switches. */
        record Flag(Privilege privilege) implements Need {}

        /** @param name without {@code CAP_}, upper case */
        record Capability(String name) implements Need {}

        /** @param path absolute, without {@code .}, {@code ..} and doubled slashes */
        record HostPath(String path) implements Need {}

        /** @param path likewise */
        record Device(String path) implements Need {}

        record Sysctl(String name) implements Need {}

        record VolumeDriver(String name) implements Need {}

        record LogDriver(String name) implements Need {}
    }

    /** Of a switch. */
    public static Ask flag(String where, String field, Object value, Privilege privilege) {
        return new Ask(where, field, String.valueOf(value), new Need.Flag(privilege));
    }
}
