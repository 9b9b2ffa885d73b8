package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What goes both ways while a command runs in a container. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ExecFrame.Open.class, name = "open"),
    @JsonSubTypes.Type(value = ExecFrame.Input.class, name = "input"),
    @JsonSubTypes.Type(value = ExecFrame.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = ExecFrame.Output.class, name = "output"),
    @JsonSubTypes.Type(value = ExecFrame.Exit.class, name = "exit")
})
public sealed interface ExecFrame {
    /** The client's first frame. {@code container} is the engine's id. */
    record Open(String container, List<String> command, boolean stdin, boolean tty, int columns, int rows)
            implements ExecFrame {
        public Open {
            command = List.copyOf(command);
        }
    }

    /** Bytes for the command's standard input. */
    record Input(byte[] bytes) implements ExecFrame {}

    record Resize(int columns, int rows) implements ExecFrame {}

    /** {@code stream}: 0 terminal, 1 standard output, 2 standard error. */
    record Output(int stream, byte[] bytes) implements ExecFrame {}

    /** The last frame. {@code code} is the command's exit code; {@code message} says why it could not run, or is empty. */
    record Exit(int code, String message) implements ExecFrame {}
}
