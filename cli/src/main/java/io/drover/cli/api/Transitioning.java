package io.drover.cli.api;

/** Whether a resource is on its way somewhere (spec: orchestration, 0.2). */
public enum Transitioning {
    NO,
    YES,
    ERROR
}
