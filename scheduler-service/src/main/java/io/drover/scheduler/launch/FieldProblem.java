package io.drover.scheduler.launch;

/**
 * One thing a client wrote that cannot be accepted.
 *
 * @param field wire path, e.g. {@code launchConfig.ports[1]}
 * @param code the wire's error code (spec: orchestration, 0.3)
 * @param message what is wrong and what is accepted, naming the value
 */
public record FieldProblem(String field, String code, String message) {}
