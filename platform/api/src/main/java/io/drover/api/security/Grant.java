package io.drover.api.security;

import io.drover.api.schema.Verb;
import io.drover.model.WireId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of a custom role: these verbs on these types, everywhere in the environment or in some stacks only. As text
 * {@code types:rights[@stacks]}, e.g. {@code service,container:ra@1st5} or {@code *:r}; the letters are those of
 * {@link io.drover.api.schema.Access#allow}.
 *
 * @param types names as in the schemas, in any case; {@link #EVERY_TYPE} stands for all
 * @param stacks numbers of stacks; empty: everywhere
 */
public record Grant(Set<String> types, Set<Verb> verbs, Set<Long> stacks) {
    public static final String EVERY_TYPE = "*";

    private static final Pattern TEXT = Pattern.compile("([^:@]+):([crudaCRUDA]+)(?:@([^:@]+))?");
    private static final Pattern TYPE = Pattern.compile("\\*|[a-zA-Z][a-zA-Z0-9]{0,63}");
    private static final Pattern STACK = Pattern.compile("1st[0-9]{1,18}");

    public Grant {
        types = Set.copyOf(types);
        verbs = Set.copyOf(verbs);
        stacks = Set.copyOf(stacks);
        if (types.isEmpty() || verbs.isEmpty()) {
            throw new IllegalArgumentException("a grant names at least one type and one right");
        }
    }

    /** @throws IllegalArgumentException a sentence that says what of the text is wrong */
    public static Grant parse(String text) {
        Matcher parts = TEXT.matcher(text.replaceAll("\\s", ""));
        if (!parts.matches()) {
            throw new IllegalArgumentException("the grant '" + text
                    + "' cannot be read: it looks like service,container:ra@1st5 (types, then letters of"
                    + " c create, r read, u update and act, d remove, a act, then stacks if not everywhere)");
        }
        Set<String> types = new LinkedHashSet<>();
        for (String type : parts.group(1).split(",", -1)) {
            if (!TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException(
                        "the grant '" + text + "' names '" + type + "', which is no type's name and not *");
            }
            types.add(type);
        }
        return new Grant(
                types, verbs(parts.group(2)), parts.group(3) == null ? Set.of() : stacks(text, parts.group(3)));
    }

    private static Set<Verb> verbs(String letters) {
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        for (char letter : letters.toLowerCase(Locale.ROOT).toCharArray()) {
            switch (letter) {
                case 'c' -> verbs.add(Verb.CREATE);
                case 'r' -> verbs.add(Verb.READ);
                case 'u' -> verbs.addAll(Set.of(Verb.UPDATE, Verb.ACT));
                case 'd' -> verbs.add(Verb.DELETE);
                default -> verbs.add(Verb.ACT);
            }
        }
        return verbs;
    }

    private static Set<Long> stacks(String text, String ids) {
        Set<Long> stacks = new LinkedHashSet<>();
        for (String id : ids.split(",", -1)) {
            if (!STACK.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "the grant '" + text + "' names '" + id + "', which is no id of a stack: they look like 1st5");
            }
            stacks.add(WireId.parse(id).orElseThrow());
        }
        return stacks;
    }

    /** The text that {@link #parse} reads, always written in the same order. */
    public String text() {
        return types.stream().sorted().collect(Collectors.joining(","))
                + ":"
                + letters()
                + (stacks.isEmpty()
                        ? ""
                        : stacks.stream().sorted().map(Grant::stackId).collect(Collectors.joining(",", "@", "")));
    }

    private String letters() {
        return (verbs.contains(Verb.CREATE) ? "c" : "")
                + (verbs.contains(Verb.READ) ? "r" : "")
                + (verbs.contains(Verb.UPDATE) ? "u" : verbs.contains(Verb.ACT) ? "a" : "")
                + (verbs.contains(Verb.DELETE) ? "d" : "");
    }

    /** Whether it speaks of that verb of that type at all. */
    public boolean names(String type, Verb verb) {
        return verbs.contains(verb)
                && types.stream().anyMatch(one -> one.equals(EVERY_TYPE) || one.equalsIgnoreCase(type));
    }

    /** Whether it holds in the whole environment. */
    public boolean isEverywhere() {
        return stacks.isEmpty();
    }

    static String stackId(long stack) {
        return WireId.format("st", stack);
    }

    /** Grants as text, for storing and for tokens. */
    public static List<String> texts(List<Grant> grants) {
        return grants.stream()
                .map(Grant::text)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
