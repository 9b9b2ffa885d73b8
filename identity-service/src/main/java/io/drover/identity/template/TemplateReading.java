package io.drover.identity.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stacks of a project template as a client gave them: read, or a sentence about the first thing that is wrong. */
public sealed interface TemplateReading {
    int MOST_STACKS = 20;

    /** Characters of all compose files together: every service keeps them in memory while an environment is made. */
    int LONGEST = 256 * 1024;

    record Valid(List<StackTemplate> stacks) implements TemplateReading {
        public Valid {
            stacks = List.copyOf(stacks);
        }
    }

    /** @param sentence about the field {@code stacks} */
    record Invalid(String sentence) implements TemplateReading {}

    /** @param given objects that the type {@code catalogTemplate} has checked */
    static TemplateReading read(List<Object> given) {
        if (given.size() > MOST_STACKS) {
            return new Invalid("there are " + given.size() + " stacks: at most " + MOST_STACKS + " are accepted");
        }
        List<StackTemplate> stacks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int length = 0;
        for (Object item : given) {
            Map<?, ?> fields = (Map<?, ?>) item;
            String fault = fault(fields, names);
            if (fault != null) {
                return new Invalid(fault);
            }
            StackTemplate stack = stack(fields);
            length += stack.dockerCompose().length()
                    + (stack.rancherCompose() == null
                            ? 0
                            : stack.rancherCompose().length());
            stacks.add(stack);
        }
        return length > LONGEST
                ? new Invalid("the compose files have " + length + " characters together: at most " + LONGEST
                        + " are accepted")
                : new Valid(stacks);
    }

    private static @Nullable String fault(Map<?, ?> fields, Set<String> names) {
        String name = String.valueOf(fields.get("name"));
        for (String catalog : List.of("templateId", "templateVersionId")) {
            if (text(fields, catalog) != null) {
                return "the stack '" + name + "' names the catalog template '" + fields.get(catalog)
                        + "': this server has no catalogs yet, so give its files in 'dockerCompose' and 'rancherCompose'";
            }
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            return "two stacks are named '" + name + "'";
        }
        String compose = text(fields, "dockerCompose");
        return compose == null || compose.isBlank() ? "the stack '" + name + "' has no 'dockerCompose'" : null;
    }

    private static StackTemplate stack(Map<?, ?> fields) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (fields.get("answers") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> answers.put(String.valueOf(key), value == null ? "" : value.toString()));
        }
        return new StackTemplate(
                String.valueOf(fields.get("name")),
                text(fields, "description"),
                String.valueOf(fields.get("dockerCompose")),
                text(fields, "rancherCompose"),
                answers,
                fields.get("binding"));
    }

    private static @Nullable String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? null : value.toString();
    }
}
