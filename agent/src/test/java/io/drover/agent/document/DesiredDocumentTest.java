package io.drover.agent.document;

import static io.drover.agent.simulation.Fixtures.version;
import static io.drover.agent.simulation.Fixtures.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.document.DesiredDocument.Applied;
import io.drover.agent.link.LinkCodec;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DesiredDocumentTest {
    private static final DesiredDocument KNOWN = new DesiredDocument(version(3, 10), List.of(web(1), web(2)));

    enum Verdict {
        ACCEPTED,
        STALE,
        FROZEN
    }

    record Case(
            String name,
            DesiredDocument known,
            @Nullable String obeyed,
            DesiredMessage message,
            Verdict verdict,
            List<Long> ids) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static DesiredMessage snapshot(DocumentVersion version) {
        return new DesiredMessage.Snapshot(version, List.of(web(7)));
    }

    private static DesiredMessage delta(DocumentVersion version) {
        return new DesiredMessage.Delta(version, List.of(web(3), web(2, Target.REMOVED)), List.of(1L));
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "the first document of a host",
                    DesiredDocument.NONE,
                    null,
                    snapshot(version(1, 1)),
                    Verdict.ACCEPTED,
                    List.of(7L)),
            new Case(
                    "changes without a document",
                    DesiredDocument.NONE,
                    null,
                    delta(version(1, 1)),
                    Verdict.STALE,
                    List.of()),
            new Case("a newer revision", KNOWN, "g1", delta(version(3, 11)), Verdict.ACCEPTED, List.of(2L, 3L)),
            new Case("the same revision again", KNOWN, "g1", delta(version(3, 10)), Verdict.ACCEPTED, List.of(2L, 3L)),
            new Case(
                    "a newer epoch with a lower revision",
                    KNOWN,
                    "g1",
                    snapshot(version(4, 1)),
                    Verdict.ACCEPTED,
                    List.of(7L)),
            new Case("an older revision", KNOWN, "g1", snapshot(version(3, 9)), Verdict.STALE, List.of(1L, 2L)),
            new Case(
                    "an older epoch with a higher revision",
                    KNOWN,
                    "g1",
                    snapshot(version(2, 99)),
                    Verdict.STALE,
                    List.of(1L, 2L)),
            new Case(
                    "another generation",
                    KNOWN,
                    "g1",
                    snapshot(new DocumentVersion("g2", 9, 9)),
                    Verdict.FROZEN,
                    List.of(1L, 2L)),
            new Case(
                    "another generation the operator accepts by name",
                    KNOWN,
                    "g2",
                    snapshot(new DocumentVersion("g2", 1, 1)),
                    Verdict.ACCEPTED,
                    List.of(7L)),
            new Case(
                    "another generation without a generation file",
                    KNOWN,
                    null,
                    snapshot(new DocumentVersion("g2", 1, 1)),
                    Verdict.ACCEPTED,
                    List.of(7L)),
            new Case(
                    "the old generation after another was accepted",
                    KNOWN,
                    "g2",
                    snapshot(version(3, 11)),
                    Verdict.FROZEN,
                    List.of(1L, 2L)),
            new Case(
                    "changes to a generation whose document is not here",
                    KNOWN,
                    "g2",
                    delta(new DocumentVersion("g2", 1, 1)),
                    Verdict.STALE,
                    List.of(1L, 2L)));

    @ParameterizedTest
    @FieldSource("CASES")
    void obeysOrRefuses(Case given) {
        Applied applied = given.known().apply(given.message(), given.obeyed());
        switch (applied) {
            case Applied.Accepted(var document) -> {
                assertThat(given.verdict()).isEqualTo(Verdict.ACCEPTED);
                assertThat(document.version()).isEqualTo(given.message().version());
                assertThat(document.instances()).extracting("id").isEqualTo(given.ids());
            }
            case Applied.Refused(var frozen, var reason) -> {
                assertThat(frozen ? Verdict.FROZEN : Verdict.STALE).isEqualTo(given.verdict());
                assertThat(reason).isNotBlank();
            }
        }
    }

    @Test
    void comesBackFromTheDiskAsItWas(@TempDir Path folder) throws IOException {
        DocumentFile file = new DocumentFile(folder, LinkCodec.mapper());
        assertThat(file.load()).isEqualTo(DesiredDocument.NONE);
        assertThat(file.obeyedGeneration()).isNull();

        file.save(KNOWN);
        file.obey("g1");

        assertThat(file.load()).isEqualTo(KNOWN);
        assertThat(file.obeyedGeneration()).isEqualTo("g1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("document.json"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aDamagedFileIsAnErrorAndNotAnEmptyDocument(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("document.json"), "{\"version\":{\"gener");
        DocumentFile file = new DocumentFile(folder, LinkCodec.mapper());
        org.assertj.core.api.Assertions.assertThatThrownBy(file::load)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("move it away");
    }
}
