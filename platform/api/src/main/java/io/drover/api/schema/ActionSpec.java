package io.drover.api.schema;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An action of a resource type. It stands in a resource's {@code actions} map only in the given states.
 *
 * @param input name of the input's schema; null: none
 * @param output name of the output's schema
 * @param states states in which it is offered; empty: all
 * @param verb the right it needs: {@link Verb#ACT}, or {@link Verb#READ} for looking (logs, stats)
 * @param inputFields fields of the input, validated like a resource's
 * @param description what it does, for people who read the schema
 * @param showsOnce its answer has the fields that are shown once, as that of a create request has
 */
public record ActionSpec(
        String name,
        @Nullable String input,
        String output,
        Set<String> states,
        Verb verb,
        List<Field> inputFields,
        String description,
        boolean showsOnce) {
    public ActionSpec {
        states = Set.copyOf(states);
        inputFields = List.copyOf(inputFields);
    }

    public static ActionSpec of(String name, String output, String... states) {
        return new ActionSpec(name, null, output, Set.of(states), Verb.ACT, List.of(), "", false);
    }

    public ActionSpec taking(String schema, Field... fields) {
        return new ActionSpec(name, schema, output, states, verb, List.of(fields), description, showsOnce);
    }

    /** Readers may call it. */
    public ActionSpec looking() {
        return new ActionSpec(name, input, output, states, Verb.READ, inputFields, description, showsOnce);
    }

    public ActionSpec describedAs(String text) {
        return new ActionSpec(name, input, output, states, verb, inputFields, text, showsOnce);
    }

    public ActionSpec showingOnce() {
        return new ActionSpec(name, input, output, states, verb, inputFields, description, true);
    }
}
