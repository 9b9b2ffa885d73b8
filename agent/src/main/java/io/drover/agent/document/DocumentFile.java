package io.drover.agent.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The document and the obeyed generation on disk. Files: {@code document.json} (holds environment variables of containers:
 * readable by the owner only) and {@code generation} (plain text, made for the operator to remove).
 */
public final class DocumentFile {
    private final Path document;
    private final Path generation;
    private final ObjectMapper json;

    public DocumentFile(Path folder, ObjectMapper json) {
        this.document = folder.resolve("document.json");
        this.generation = folder.resolve("generation");
        this.json = json;
    }

    /** What was saved last; {@link DesiredDocument#NONE} on a new host. An unreadable file is an error, not an empty document. */
    public DesiredDocument load() throws IOException {
        if (!Files.exists(document)) {
            return DesiredDocument.NONE;
        }
        try {
            return json.readValue(document.toFile(), DesiredDocument.class);
        } catch (IOException e) {
            throw new IOException(
                    "the desired-state document " + document + " cannot be read (" + e.getMessage()
                            + "); move it away to start without one: the server sends it again",
                    e);
        }
    }

    /** Returns when the document is on the disk. */
    public void save(DesiredDocument desired) throws IOException {
        DurableFile.write(document, json.writeValueAsBytes(desired));
    }

    /** The generation this host obeys; null: whichever comes next. Read each time, so removing the file works at once. */
    public @Nullable String obeyedGeneration() throws IOException {
        return Files.exists(generation) ? Files.readString(generation).strip() : null;
    }

    public void obey(String name) throws IOException {
        DurableFile.write(generation, (name + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
