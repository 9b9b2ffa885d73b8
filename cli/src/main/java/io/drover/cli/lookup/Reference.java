package io.drover.cli.lookup;

import java.util.Optional;

/** What a person wrote to name something. */
public sealed interface Reference {
    String text();

    /** {@code 1s3}. */
    record ById(Kind kind, String text) implements Reference {}

    /** {@code stack/service}. */
    record InStack(String stack, String service) implements Reference {
        @Override
        public String text() {
            return stack + "/" + service;
        }
    }

    /** A name, or the beginning of a container's id in its engine. */
    record Plain(String text) implements Reference {
        /** Twelve digits are what {@code docker ps} shows; four are the least we take for an id. */
        boolean mayBeEngineId() {
            return text.length() >= 4 && text.length() <= 64 && text.chars().allMatch(Plain::isHexDigit);
        }

        private static boolean isHexDigit(int c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
    }

    static Reference parse(String text) {
        Optional<Kind> kind = kindOfId(text);
        if (kind.isPresent()) {
            return new ById(kind.get(), text);
        }
        int slash = text.indexOf('/');
        return slash > 0 && slash < text.length() - 1
                ? new InStack(text.substring(0, slash), text.substring(slash + 1))
                : new Plain(text);
    }

    private static Optional<Kind> kindOfId(String text) {
        int digits = text.length();
        while (digits > 0 && Character.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        boolean shaped = text.startsWith("1") && digits > 1 && digits < text.length();
        return shaped ? Kind.ofIdLetters(text.substring(1, digits)) : Optional.empty();
    }
}
