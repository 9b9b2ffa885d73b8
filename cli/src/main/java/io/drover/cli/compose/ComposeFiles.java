package io.drover.cli.compose;

import io.drover.cli.failure.CliFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code up} sends.
 *
 * @param rancherCompose empty when there is none
 * @param environment values for the variables the two texts ask for
 */
public record ComposeFiles(String dockerCompose, String rancherCompose, Map<String, String> environment) {
    public ComposeFiles {
        environment = Map.copyOf(environment);
    }

    /** @param variables the process's environment variables; an answers file comes before them */
    public static ComposeFiles read(
            List<String> files, Optional<String> rancherFile, List<String> answerFiles, Map<String, String> variables) {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach(file -> texts.put(file, text(file)));
        String dockerCompose = ComposeMerge.merge(texts);
        String rancherCompose = rancherFile.map(ComposeFiles::text).orElse("");
        Map<String, String> answers = new TreeMap<>();
        for (String name : ComposeVariables.referenced(dockerCompose + "\n" + rancherCompose)) {
            String value = variables.get(name);
            if (value != null) {
                answers.put(name, value);
            }
        }
        answerFiles.forEach(file -> answers.putAll(AnswersFile.parse(file, text(file))));
        return new ComposeFiles(dockerCompose, rancherCompose, answers);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw CliFailure.of("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw CliFailure.of(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw CliFailure.of("cannot read " + file + ": " + e.getMessage());
        }
    }

    /**
     * The stack's name when none is given: that of the folder the first file is in; characters a stack's name cannot have
     * become hyphens.
     */
    public static String stackName(String firstFile) {
        Path folder = Path.of(firstFile).toAbsolutePath().normalize().getParent();
        Path last = folder == null ? null : folder.getFileName();
        String name = last == null ? "" : last.toString().replaceAll("[^A-Za-z0-9-]+", "-");
        String trimmed = name.replaceAll("^-+|-+$", "");
        if (trimmed.isEmpty()) {
            throw CliFailure.usage("the folder of " + firstFile + " gives no name for the stack: name it with -s");
        }
        return trimmed;
    }
}
