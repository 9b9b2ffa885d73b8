package io.drover.api.resource;

import io.drover.api.schema.Field;

/**
 * One condition of a list request, already checked against the schema (spec: api contract, section 6).
 *
 * @param value as it came; empty for {@link Modifier#NULL} and {@link Modifier#NOTNULL}
 */
public record Filter(Field field, Modifier modifier, String value) {
    public enum Modifier {
        EQ,
        NE,
        LT,
        LTE,
        GT,
        GTE,
        PREFIX,
        LIKE,
        NOTLIKE,
        NULL,
        NOTNULL,
        /** One of several references, joined by commas. Clients cannot ask for it: it restricts what they asked for. */
        IN
    }
}
