package io.drover.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code audit verify}: the whole log, as it streams by. */
public final class AuditVerifyCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        Options.value(
                spec, "FILE", "verify a file of 'drover audit export --all' instead of the server's log", "--file");
        Options.value(
                spec,
                "FILE",
                "compare with what was seen the last time and keep what is seen now: notices rows taken from the end",
                "--keep");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        parsed.atMost(0);
        Optional<Path> keep = parsed.value("--keep").map(Path::of);
        ChainCheck check = new ChainCheck(keep.flatMap(KeptPlace::read));
        Optional<String> file = parsed.value("--file");
        try (InputStream in = file.isPresent()
                ? Files.newInputStream(Path.of(file.get()))
                : context.api().download(EXPORT)) {
            read(in, check);
        } catch (NoSuchFileException e) {
            throw CliFailure.of("--file: there is no file " + e.getMessage());
        } catch (IOException e) {
            throw CliFailure.of("the audit log could not be read to its end: " + e.getMessage() + "; try again");
        }
        keep.ifPresent(check.place()::write);
        context.terminal().result(check.sentence());
        return ExitCode.OK;
    }

    static final String EXPORT = "/auditlogs/export?format=jsonl";

    private static void read(InputStream in, ChainCheck check) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            fail(problem(line, number, check));
        }
        fail(check.missingEnd());
    }

    private static Optional<String> problem(String line, long number, ChainCheck check) {
        try {
            return check.line(Json.parse(line));
        } catch (JsonProcessingException e) {
            return Optional.of("line " + number + " is not JSON");
        }
    }

    private static void fail(Optional<String> problem) {
        problem.ifPresent(sentence -> {
            throw CliFailure.of("the audit log is not whole: " + sentence);
        });
    }
}
