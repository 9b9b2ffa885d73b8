package io.drover.api.schema;

/** The kinds of a field's type word; what a list of hosts is and what a map of text is differs only in the element. */
public enum FieldType {
    /** {@code string}, {@code password}, {@code blob}. */
    TEXT,
    INT,
    FLOAT,
    BOOLEAN,
    DATE,
    ENUM,
    /** {@code reference[x]}. */
    REFERENCE,
    /** {@code array[x]}. */
    ARRAY,
    /** {@code map[x]}. */
    MAP,
    /** Anything. */
    JSON,
    /** The name of another schema. */
    NAMED;

    public static FieldType of(String word) {
        return switch (word) {
            case "string", "password", "blob" -> TEXT;
            case "int" -> INT;
            case "float" -> FLOAT;
            case "boolean" -> BOOLEAN;
            case "date" -> DATE;
            case "enum" -> ENUM;
            case "json" -> JSON;
            default -> ofCompound(word);
        };
    }

    /** The {@code x} of {@code array[x]}, {@code map[x]}, {@code reference[x]}; the empty text for others. */
    public static String element(String word) {
        int open = word.indexOf('[');
        return open < 0 || !word.endsWith("]") ? "" : word.substring(open + 1, word.length() - 1);
    }

    private static FieldType ofCompound(String word) {
        if (word.startsWith("reference[")) {
            return REFERENCE;
        }
        if (word.startsWith("array[")) {
            return ARRAY;
        }
        return word.startsWith("map[") ? MAP : NAMED;
    }
}
