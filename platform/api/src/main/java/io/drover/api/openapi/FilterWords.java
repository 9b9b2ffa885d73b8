package io.drover.api.openapi;

/** What a filter's modifier asks, in words. */
final class FilterWords {
    private FilterWords() {}

    static String of(String modifier) {
        return switch (modifier) {
            case "eq" -> "is this";
            case "ne" -> "is not this";
            case "lt" -> "is less";
            case "lte" -> "is at most this";
            case "gt" -> "is more";
            case "gte" -> "is at least this";
            case "prefix" -> "begins with this";
            case "like" -> "is like this pattern, in which % is any text";
            case "notlike" -> "is not like this pattern";
            case "null" -> "is null, whatever the value here";
            case "notnull" -> "is not null, whatever the value here";
            default -> modifier;
        };
    }
}
