package io.drover.model.link;

/**
 * Which desired-state document: of which database, by which lease holder, after which change.
 *
 * @param generation names the database; a new or restored database has another one
 * @param epoch grows with every change of the loops' lease holder; an agent never obeys a lower one
 * @param revision the change-log revision the document reflects; grows within a generation
 */
public record DocumentVersion(String generation, long epoch, long revision) {
    /** What an agent says that never had a document. */
    public static final DocumentVersion NONE = new DocumentVersion("", 0, 0);

    /** True if a document of this version must not be obeyed by one who knows {@code known}. */
    public boolean isOlderThan(DocumentVersion known) {
        return generation.equals(known.generation)
                && (epoch < known.epoch || (epoch == known.epoch && revision < known.revision));
    }
}
