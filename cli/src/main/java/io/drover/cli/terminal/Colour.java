package io.drover.cli.terminal;

/** The few colours used, by meaning. */
public enum Colour {
    NONE(""),
    GOOD("32"),
    BUSY("33"),
    BAD("31"),
    FAINT("2"),
    STRONG("1"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    public String paint(String text, boolean enabled) {
        return enabled && this != NONE ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
