package io.drover.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CheckpointTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final CheckpointKey KEY = CheckpointKey.generate(1);
    private static final ChainPoint AT = new ChainPoint(7, "ab".repeat(32));
    private static final Checkpoint SIGNED = KEY.sign(Checkpoint.Kind.PERIODIC, AT, NOW);

    record Case(String changed, Checkpoint checkpoint) {
        @Override
        public String toString() {
            return changed;
        }
    }

    static final List<Case> FORGERIES = List.of(
            new Case("kind", with(Checkpoint.Kind.PURGE, AT, SIGNED.created(), 1)),
            new Case("row", with(SIGNED.kind(), new ChainPoint(6, AT.hash()), SIGNED.created(), 1)),
            new Case("hash", with(SIGNED.kind(), new ChainPoint(7, "ac".repeat(32)), SIGNED.created(), 1)),
            new Case("time", with(SIGNED.kind(), AT, SIGNED.created().plusMillis(1), 1)),
            new Case("key", with(SIGNED.kind(), AT, SIGNED.created(), 2)),
            new Case("signature", new Checkpoint(SIGNED.kind(), AT, SIGNED.created(), 1, "no base64")));

    private static Checkpoint with(Checkpoint.Kind kind, ChainPoint at, Instant created, int key) {
        return new Checkpoint(kind, at, created, key, SIGNED.signature());
    }

    @Test
    void isGenuineWithItsKeyOnly() {
        assertThat(CheckpointKey.isGenuine(SIGNED, KEY.publicKey())).isTrue();
        assertThat(CheckpointKey.isGenuine(SIGNED, CheckpointKey.generate(1).publicKey()))
                .isFalse();
    }

    @Test
    void aKeyThatWasStoredSignsTheSame() {
        CheckpointKey stored = CheckpointKey.of(1, KEY.publicKey(), KEY.privateBytes());
        assertThat(stored.sign(Checkpoint.Kind.PERIODIC, AT, NOW)).isEqualTo(SIGNED);
    }

    @ParameterizedTest
    @FieldSource("FORGERIES")
    void nothingOfItCanBeChanged(Case given) {
        assertThat(CheckpointKey.isGenuine(given.checkpoint(), KEY.publicKey())).isFalse();
    }

    record Cut(String name, List<String> created, String before, long excess, int expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Cut> CUTS = List.of(
            new Cut("nothing there", List.of(), "2026-02-01T00:00:00Z", 5, 0),
            new Cut("all young", List.of("2026-02-02T00:00:00Z"), "2026-02-01T00:00:00Z", 0, 0),
            new Cut("just old enough stays", List.of("2026-02-01T00:00:00Z"), "2026-02-01T00:00:00Z", 0, 0),
            new Cut("all old", List.of("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"), "2026-02-01T00:00:00Z", 0, 2),
            new Cut(
                    "an old one behind a young one stays",
                    List.of("2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z", "2026-01-02T00:00:00Z"),
                    "2026-02-01T00:00:00Z",
                    0,
                    1),
            new Cut(
                    "too many go, whatever their age",
                    List.of("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z"),
                    "2026-02-01T00:00:00Z",
                    2,
                    2),
            new Cut(
                    "behind the excess the old ones go",
                    List.of("2026-02-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-02-04T00:00:00Z"),
                    "2026-02-01T00:00:00Z",
                    1,
                    2),
            new Cut("fewer than the limit", List.of("2026-02-02T00:00:00Z"), "2026-02-01T00:00:00Z", -5, 0));

    @ParameterizedTest
    @FieldSource("CUTS")
    void onlyABeginningGoes(Cut given) {
        List<Instant> created = given.created().stream().map(Instant::parse).toList();
        assertThat(RetentionCut.of(created, Instant.parse(given.before()), given.excess()))
                .isEqualTo(given.expected());
    }
}
