package io.drover.cli.invocation;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The shapes of options and words the commands use. */
public final class Options {
    /** Behind the label of what may be given several times. */
    public static final String MORE = "...";

    private Options() {}

    public static void flag(CommandSpec spec, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(boolean.class)
                .description(plain(description))
                .build());
    }

    public static void value(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(plain(description))
                .build());
    }

    /** Zero or more. */
    public static void number(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(Integer.class)
                .paramLabel(label)
                .description(plain(description))
                .build());
    }

    /** May be given several times. */
    public static void values(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(plain(description))
                .build());
    }

    /**
     * @param label what stands for them, e.g. {@code NAME}
     * @param arity {@code 0..1}, {@code 1}, {@code 1..*}, ...
     */
    public static void words(CommandSpec spec, String label, String arity, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(arity)
                .required(!arity.startsWith("0"))
                .paramLabel(shown(label, arity))
                // The library would write the label once per word.
                .hideParamSyntax(true)
                .description(plain(description))
                .build());
    }

    private static String shown(String label, String arity) {
        String words = arity.endsWith("*") && !label.endsWith(MORE) ? label + MORE : label;
        return arity.startsWith("0") ? "[" + words + "]" : words;
    }

    /** The library takes texts for formats. */
    private static String plain(String text) {
        return text.replace("%", "%%");
    }

    public static void hidden(CommandSpec spec, String name) {
        spec.addOption(OptionSpec.builder(name).type(boolean.class).hidden(true).build());
    }
}
