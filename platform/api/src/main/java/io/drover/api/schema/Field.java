package io.drover.api.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a resource type: schema, validation, filtering and visibility follow from it.
 *
 * @param type the wire's type word: {@code string}, {@code password}, {@code int}, {@code boolean}, {@code date},
 *     {@code enum}, {@code json}, {@code reference[host]}, {@code array[string]}, {@code map[string]}, or a type's name
 * @param create clients may give it when creating
 * @param update clients may change it later
 * @param readable shown in answers; false for passwords and the like
 * @param createOnly shown in the answer to the create request and never again
 * @param defaultValue used when a create request does not give it
 * @param limits what values are accepted
 * @param isFilterable lists can be filtered and sorted by it
 */
public record Field(
        String name,
        String type,
        boolean isRequired,
        boolean nullable,
        boolean isUnique,
        boolean create,
        boolean update,
        boolean readable,
        boolean createOnly,
        @Nullable Object defaultValue,
        Limits limits,
        boolean isFilterable,
        String description) {

    /**
     * @param min smallest number
     * @param max largest number
     * @param minLength shortest text
     * @param maxLength longest text
     * @param options the values of an enum
     * @param validChars a regular expression class of allowed characters, e.g. {@code a-zA-Z0-9-}
     */
    public record Limits(
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Integer minLength,
            @Nullable Integer maxLength,
            List<String> options,
            @Nullable String validChars) {
        static final Limits NONE = new Limits(null, null, null, null, List.of(), null);

        public Limits {
            options = List.copyOf(options);
        }
    }

    /** A field that clients can only read. */
    public static Field of(String name, String type) {
        return new Field(name, type, false, true, false, false, false, true, false, null, Limits.NONE, false, "");
    }

    public Field required() {
        return new Field(
                name,
                type,
                true,
                false,
                isUnique,
                create,
                update,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                description);
    }

    public Field unique() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                true,
                create,
                update,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                description);
    }

    /** Clients may give it when creating, and not change it later. */
    public Field creatable() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                true,
                update,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                description);
    }

    /** Clients may give it when creating and change it later. */
    public Field writable() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                true,
                true,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                description);
    }

    /** Clients may change it, but not give it when creating. */
    public Field updatable() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                true,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                description);
    }

    /** Never shown. */
    public Field secret() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                false,
                false,
                defaultValue,
                limits,
                false,
                description);
    }

    /** Shown once, in the answer to the create request. */
    public Field shownOnce() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                false,
                true,
                defaultValue,
                limits,
                false,
                description);
    }

    public Field defaultsTo(Object value) {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                readable,
                createOnly,
                value,
                limits,
                isFilterable,
                description);
    }

    public Field filterable() {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                readable,
                createOnly,
                defaultValue,
                limits,
                true,
                description);
    }

    public Field range(long min, long max) {
        return limited(new Limits(min, max, limits.minLength, limits.maxLength, limits.options, limits.validChars));
    }

    public Field length(int min, int max) {
        return limited(new Limits(limits.min, limits.max, min, max, limits.options, limits.validChars));
    }

    public Field options(String... options) {
        return limited(new Limits(
                limits.min, limits.max, limits.minLength, limits.maxLength, List.of(options), limits.validChars));
    }

    public Field validChars(String characterClass) {
        return limited(
                new Limits(limits.min, limits.max, limits.minLength, limits.maxLength, limits.options, characterClass));
    }

    public Field describedAs(String text) {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                readable,
                createOnly,
                defaultValue,
                limits,
                isFilterable,
                text);
    }

    private Field limited(Limits newLimits) {
        return new Field(
                name,
                type,
                isRequired,
                nullable,
                isUnique,
                create,
                update,
                readable,
                createOnly,
                defaultValue,
                newLimits,
                isFilterable,
                description);
    }
}
