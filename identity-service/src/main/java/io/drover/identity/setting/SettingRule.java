package io.drover.identity.setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a setting accepts. */
public sealed interface SettingRule {

    /** Any text of one or more lines. */
    record Text(int longest) implements SettingRule {}

    /** {@code true} or {@code false}. */
    record Flag() implements SettingRule {}

    /** A whole number. */
    record Whole(long least, long most) implements SettingRule {}

    /** One of a few words; the empty text where it is among them. */
    record OneOf(List<String> options) implements SettingRule {
        public OneOf {
            options = List.copyOf(options);
        }
    }

    /** Words of a fixed set between commas; at least one where {@code filled}. */
    record Words(Set<String> known, boolean filled) implements SettingRule {
        public Words {
            known = Set.copyOf(known);
        }
    }

    /** Nothing, or the address of an http or https server, without path where {@code bare}. */
    record Address(boolean bare) implements SettingRule {}

    /** A range of ports, {@code 49153-65535}. */
    record PortRange() implements SettingRule {}

    /** Nothing, or registries between commas, {@code host} or {@code host:port}; one where {@code single}. */
    record Registries(boolean single) implements SettingRule {
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]{1,5})?");
    }

    /** Nothing a client may write: computed from elsewhere. */
    record Shown(String instead) implements SettingRule {}

    /** What is accepted, for an error; empty: the value is. */
    default Optional<String> wrongWith(String value) {
        boolean isRight = switch (this) {
            case Text text -> value.length() <= text.longest();
            case Flag _ -> value.equals("true") || value.equals("false");
            case Whole(long least, long most) -> isWithin(value, least, most);
            case OneOf(List<String> options) -> options.contains(value);
            case Words words -> areKnown(words, value);
            case Address(boolean bare) -> value.isEmpty() || isAddress(value, bare);
            case PortRange _ -> isPortRange(value);
            case Registries registries -> areRegistries(registries, value);
            case Shown _ -> false;
        };
        return isRight ? Optional.empty() : Optional.of(accepted());
    }

    /** For sentences that end "accepted: ...". */
    default String accepted() {
        return switch (this) {
            case Text(int longest) -> "a text of at most " + longest + " characters";
            case Flag _ -> "true or false";
            case Whole(long least, long most) -> "a whole number from " + least + " to " + most;
            case OneOf(List<String> options) ->
                options.contains("") ? joined(options) + ", or nothing" : joined(options);
            case Words(Set<String> known, boolean filled) ->
                (filled ? "one or more of " : "any of ")
                        + joined(known.stream().sorted().toList()) + ", with commas between them";
            case Address(boolean bare) ->
                "an address like " + (bare ? "https://drover.example.org:8443" : "https://example.org/check")
                        + ", without a user, a query and a fragment" + (bare ? " and without a path" : "")
                        + "; or nothing";
            case PortRange _ -> "a range of ports like 49153-65535";
            case Registries(boolean single) ->
                (single ? "the name of a registry" : "names of registries with commas between them")
                        + ", like registry.example.org:5000, without http:// and without a path; or nothing";
            case Shown(String instead) -> "no value: it is only shown here, and " + instead;
        };
    }

    private static String joined(List<String> words) {
        return String.join(", ", words.stream().filter(word -> !word.isEmpty()).toList());
    }

    private static boolean isWithin(String value, long least, long most) {
        if (!value.matches("-?[0-9]{1,18}")) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= least && number <= most;
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean areKnown(Words rule, String value) {
        List<String> words = words(value);
        return rule.known().containsAll(words) && !(rule.filled() && words.isEmpty());
    }

    private static boolean areRegistries(Registries rule, String value) {
        List<String> words = words(value);
        return words.size() <= (rule.single() ? 1 : 1000)
                && words.stream().allMatch(word -> Registries.NAME.matcher(word).matches());
    }

    private static boolean isPortRange(String value) {
        String[] ends = value.split("-", -1);
        return ends.length == 2
                && Arrays.stream(ends).allMatch(end -> isWithin(end, 1, 65_535))
                && Integer.parseInt(ends[0]) <= Integer.parseInt(ends[1]);
    }

    private static boolean isAddress(String value, boolean bare) {
        try {
            URI address = new URI(value);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            boolean hasPath = address.getRawPath() != null
                    && !address.getRawPath().isEmpty()
                    && !address.getRawPath().equals("/");
            return (scheme.equals("http") || scheme.equals("https"))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && !(bare && hasPath);
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
