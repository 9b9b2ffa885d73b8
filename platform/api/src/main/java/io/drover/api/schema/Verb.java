package io.drover.api.schema;

/** What can be done with a type. An action is {@link #ACT} unless its declaration says {@link #READ}. */
public enum Verb {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    ACT
}
