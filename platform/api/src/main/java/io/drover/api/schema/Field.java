package io.drover.api.schema;

import io.drover.model.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field of a resource type: schema, validation, filtering and visibility follow from it.
 *
 * @param type the wire's type word: {@code string}, {@code password}, {@code int}, {@code boolean}, {@code date},
 *     {@code enum}, {@code json}, {@code reference[host]}, {@code array[string]}, {@code map[string]}, or a type's name
 * @param defaultValue used when a create request does not give it
 * @param limits what values are accepted
 * @param hiddenFrom roles for which the field does not exist, neither in schemas nor in answers
 * @param writers roles that may write it, if they may write the type at all; empty: all of them
 */
public record Field(
        String name,
        String type,
        Set<Trait> traits,
        @Nullable Object defaultValue,
        Limits limits,
        Set<Role> hiddenFrom,
        Set<Role> writers,
        String description) {
    /** What is true of a field. */
    public enum Trait {
        REQUIRED,
        UNIQUE,
        /** Clients may give it when creating. */
        CREATE,
        /** Clients may change it later. */
        UPDATE,
        /** Shown in answers; not so passwords and the like. */
        READABLE,
        /** Shown in the answer to the create request and never again. */
        SHOWN_ONCE,
        /** Lists can be filtered and sorted by it. */
        FILTERABLE,
        /** Its options are those everybody knows; others are checked by the type's handler. */
        OPEN
    }

    public Field {
        traits = Set.copyOf(traits);
        hiddenFrom = Set.copyOf(hiddenFrom);
        writers = Set.copyOf(writers);
        if (!hiddenFrom.isEmpty() && traits.contains(Trait.FILTERABLE)) {
            throw new IllegalArgumentException(
                    "a filter on '" + name + "' would tell those about it from whom it is hidden");
        }
    }

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
        return new Field(name, type, Set.of(Trait.READABLE), null, Limits.NONE, Set.of(), Set.of(), "");
    }

    public Field required() {
        return with(Trait.REQUIRED);
    }

    public Field unique() {
        return with(Trait.UNIQUE);
    }

    /** Clients may give it when creating, and not change it later. */
    public Field creatable() {
        return with(Trait.CREATE);
    }

    /** Clients may give it when creating and change it later. */
    public Field writable() {
        return with(Trait.CREATE, Trait.UPDATE);
    }

    /** Clients may change it, but not give it when creating. */
    public Field updatable() {
        return with(Trait.UPDATE);
    }

    /** Never shown, so not a filter either: an answer would tell its value. */
    public Field secret() {
        return without(Trait.READABLE, Trait.FILTERABLE);
    }

    /** Shown once, in the answer to the create request or to an action that {@linkplain ActionSpec#showingOnce() shows it}. */
    public Field shownOnce() {
        return secret().with(Trait.SHOWN_ONCE);
    }

    public Field filterable() {
        return with(Trait.FILTERABLE);
    }

    public Field defaultsTo(Object value) {
        return new Field(name, type, traits, value, limits, hiddenFrom, writers, description);
    }

    public Field describedAs(String text) {
        return new Field(name, type, traits, defaultValue, limits, hiddenFrom, writers, text);
    }

    /** For these roles there is no such field. */
    public Field hiddenFrom(Role... roles) {
        return new Field(name, type, traits, defaultValue, limits, Set.of(roles), writers, description);
    }

    /** Of the roles that may write the type, only these may write this field; for the others it is read-only. */
    public Field writtenBy(Role... roles) {
        return new Field(name, type, traits, defaultValue, limits, hiddenFrom, Set.of(roles), description);
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

    /** The options are not all there are: the handler knows the others. */
    public Field orOther() {
        return with(Trait.OPEN);
    }

    public Field validChars(String characterClass) {
        return limited(
                new Limits(limits.min, limits.max, limits.minLength, limits.maxLength, limits.options, characterClass));
    }

    public boolean isRequired() {
        return traits.contains(Trait.REQUIRED);
    }

    /** Whether null is a value of it. */
    public boolean isNullable() {
        return !isRequired();
    }

    public boolean isUnique() {
        return traits.contains(Trait.UNIQUE);
    }

    public boolean create() {
        return traits.contains(Trait.CREATE);
    }

    public boolean update() {
        return traits.contains(Trait.UPDATE);
    }

    public boolean readable() {
        return traits.contains(Trait.READABLE);
    }

    public boolean isShownOnce() {
        return traits.contains(Trait.SHOWN_ONCE);
    }

    public boolean isFilterable() {
        return traits.contains(Trait.FILTERABLE);
    }

    /** Whether values beside the options are for the handler to judge. */
    public boolean isOpen() {
        return traits.contains(Trait.OPEN);
    }

    public boolean isHiddenFrom(Role role) {
        return hiddenFrom.contains(role);
    }

    /** Whether the role may write it where it may write the type. */
    public boolean isWrittenBy(Role role) {
        return !hiddenFrom.contains(role) && (writers.isEmpty() || writers.contains(role));
    }

    private Field with(Trait... more) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(List.of(more));
        return withTraits(all);
    }

    private Field without(Trait... fewer) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.removeAll(List.of(fewer));
        return withTraits(all);
    }

    private Field withTraits(Set<Trait> all) {
        return new Field(name, type, all, defaultValue, limits, hiddenFrom, writers, description);
    }

    private Field limited(Limits newLimits) {
        return new Field(name, type, traits, defaultValue, newLimits, hiddenFrom, writers, description);
    }
}
