package io.drover.model;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * The public form of a row's number: {@code 1}, the type's letters, the number, e.g. {@code 1st5} for stack 5 (spec: api
 * contract, section 5). Clients treat it as opaque; the prefix of an id that comes in is not checked, as in the reference.
 */
public final class WireId {
    private WireId() {}

    /** {@code format("st", 5)} is {@code 1st5}. */
    public static String format(String prefix, long number) {
        return "1" + prefix.toLowerCase(Locale.ROOT) + number;
    }

    /** The number behind a public id, or empty if the text is not one. */
    public static OptionalLong parse(String text) {
        if (text.length() < 3 || text.charAt(0) != '1') {
            return OptionalLong.empty();
        }
        int digits = 1;
        while (digits < text.length() && Character.isLetter(text.charAt(digits))) {
            digits++;
        }
        if (digits == 1 || digits == text.length() || text.length() - digits > 18) {
            return OptionalLong.empty();
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(text.substring(digits)));
    }
}
