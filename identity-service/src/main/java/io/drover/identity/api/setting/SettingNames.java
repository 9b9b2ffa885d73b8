package io.drover.identity.api.setting;

import io.drover.api.request.DidYouMean;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Which names a client may keep something under. Names of the table are; others too, because clients keep their own data here
 * (spec: identity sheet, 4.4), but not one that is a letter or two from a name of the table: a slip would look like success.
 */
final class SettingNames {
    private static final String SHAPE = "[a-z][a-zA-Z0-9._-]{0,254}";
    private static final int LONGEST_SHOWN = 255;
    private static final int SLIP = 2;

    private SettingNames() {}

    static boolean isOne(String name) {
        return name.matches(SHAPE);
    }

    /** A sentence, or empty: the name can be used. */
    static Optional<String> wrongWith(String name, Collection<String> known) {
        if (known.contains(name)) {
            return Optional.empty();
        }
        if (!name.matches(SHAPE)) {
            return Optional.of("field 'name' has the value '" + shortened(name)
                    + "'; accepted: a lower-case letter, then letters, digits, '.', '_' and '-', 255 in all");
        }
        if (name.toLowerCase(Locale.ROOT).matches(".*(password|secret)")) {
            return Optional.of("field 'name' has the value '" + name
                    + "': settings are no place for secrets, every administrator can read them");
        }
        return DidYouMean.within(SLIP, name, known)
                .map(candidate -> "field 'name' has the value '" + name + "', which is no setting: did you mean '"
                        + candidate
                        + "'? Clients can keep data under names of their own, but not this near to a known one");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
    }
}
