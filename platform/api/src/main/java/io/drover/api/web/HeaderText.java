package io.drover.api.web;

/** Text as a header's value: what is no visible ASCII becomes {@code ?}, so that a name cannot end the header. */
final class HeaderText {
    private HeaderText() {}

    static String of(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> safe.append(point >= ' ' && point < 127 ? (char) point : '?'));
        return safe.toString();
    }
}
