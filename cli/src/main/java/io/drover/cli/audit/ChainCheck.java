package io.drover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the lines of a complete export one after the other and says the first thing that does not fit. It holds the signed
 * checkpoints and one row. Each row must have the number after the last one's, continue its hash, and give its own; each
 * checkpoint must be signed and name a row as it is; the beginning may be missing only where a signed purge says so; the end
 * must be where the log says it is, and no row that was signed, or seen by an earlier verification, may be missing.
 */
public final class ChainCheck {
    private final Optional<KeptPlace> kept;
    private final Map<Integer, String> keys = new HashMap<>();
    private final TreeMap<Long, String> signed = new TreeMap<>();
    private Place removed = Place.START;
    private Place last = Place.START;
    private Place at = Place.START;
    private Stage stage = Stage.HEADER;
    private boolean purgeSigned;
    private long rows;
    private int checkpoints;

    private enum Stage {
        HEADER,
        CHECKPOINTS,
        ROWS,
        OVER
    }

    /** A row and its hash. */
    public record Place(long sequence, String hash) {
        static final Place START = new Place(0, "0".repeat(64));

        static Place of(JsonNode json) {
            return new Place(json.path("sequence").asLong(-1), json.path("hash").asText());
        }
    }

    /** @param kept what the last verification saw, if it was kept */
    public ChainCheck(Optional<KeptPlace> kept) {
        this.kept = kept;
    }

    /** What is wrong with the line, or with the log before it; empty: nothing. */
    public Optional<String> line(JsonNode line) {
        return switch (line.path("type").asText()) {
            case "auditChain" -> stage == Stage.HEADER ? header(line) : wrong("the log begins twice");
            case "auditCheckpoint" -> stage == Stage.CHECKPOINTS ? checkpoint(line) : wrong(notComplete());
            case "auditLog" -> stage == Stage.HEADER || stage == Stage.OVER ? wrong(notComplete()) : row(line);
            case "auditEnd" -> stage == Stage.HEADER || stage == Stage.OVER ? wrong(notComplete()) : end(line);
            default ->
                wrong("there is a line that is none of an audit log's: type '"
                        + line.path("type").asText() + "'");
        };
    }

    private static String notComplete() {
        return "this is not the whole log, so it cannot be verified: export it with 'drover audit export --all' as an"
                + " administrator, without filters";
    }

    private Optional<String> header(JsonNode line) {
        stage = Stage.CHECKPOINTS;
        String format = line.path("format").asText();
        if (!format.equals(CanonicalRow.FORMAT)) {
            return wrong("the log has the format '" + format + "', this command knows '" + CanonicalRow.FORMAT + "'");
        }
        long strangers = line.path("rowsBesideTheChain").asLong();
        if (strangers > 0) {
            return wrong(strangers + " rows stand beside the chain: somebody wrote them into the database");
        }
        removed = Place.of(line.path("removed"));
        last = Place.of(line.path("last"));
        at = removed;
        line.path("keys")
                .forEach(key -> keys.put(
                        key.path("generation").asInt(), key.path("publicKey").asText()));
        if (removed.sequence() == 0 && !removed.equals(Place.START)) {
            return wrong("the log does not begin where a log begins");
        }
        return kept.flatMap(place -> place.otherKey(keys))
                .map(key -> "key " + key + " of the log is another one than at the last verification");
    }

    private Optional<String> checkpoint(JsonNode line) {
        checkpoints++;
        Place place = Place.of(line);
        if (!Signatures.isGenuine(line, keys.get(line.path("key").asInt()))) {
            return wrong("row " + place.sequence() + ": its checkpoint is not signed with a key of this log");
        }
        if (place.sequence() > last.sequence()) {
            return wrong("row " + (last.sequence() + 1) + " is missing: the log ends before it, but row "
                    + place.sequence() + " was signed");
        }
        String other = signed.putIfAbsent(place.sequence(), place.hash());
        if (other != null && !other.equals(place.hash())) {
            return wrong("row " + place.sequence() + " was signed twice, with two hashes");
        }
        if (place.equals(removed) && line.path("kind").asText().equals("purge")) {
            purgeSigned = true;
        }
        return Optional.empty();
    }

    private Optional<String> beforeRows() {
        if (stage == Stage.ROWS) {
            return Optional.empty();
        }
        stage = Stage.ROWS;
        if (removed.sequence() > 0 && !purgeSigned) {
            return wrong("row 1 is missing: rows 1 to " + removed.sequence()
                    + " are gone, and no signed purge says that they may be");
        }
        return seen(removed);
    }

    private Optional<String> row(JsonNode line) {
        Optional<String> before = beforeRows();
        if (before.isPresent()) {
            return before;
        }
        long expected = at.sequence() + 1;
        Place place = Place.of(line);
        if (place.sequence() != expected) {
            return wrong("row " + expected + " is missing or out of its place: row " + place.sequence()
                    + " stands where it should be");
        }
        if (!line.path("previousHash").asText().equals(at.hash())) {
            return wrong("row " + expected + " does not continue the row before it: one of them was replaced");
        }
        if (!CanonicalRow.hash(line).equals(place.hash())) {
            return wrong("row " + expected + " was changed: its content does not give its hash");
        }
        at = place;
        rows++;
        return seen(place);
    }

    private Optional<String> seen(Place place) {
        String signedHash = signed.get(place.sequence());
        if (signedHash != null && !signedHash.equals(place.hash())) {
            return wrong("row " + place.sequence() + " is not the row that was signed: the log was rewritten");
        }
        return kept.filter(
                        one -> one.sequence() == place.sequence() && !one.hash().equals(place.hash()))
                .map(_ ->
                        "row " + place.sequence() + " is not the row of the last verification: the log was rewritten");
    }

    private Optional<String> end(JsonNode line) {
        Optional<String> before = beforeRows();
        stage = Stage.OVER;
        if (before.isPresent()) {
            return before;
        }
        if (!at.equals(last) || line.path("rows").asLong(-1) != rows) {
            return wrong("row " + (at.sequence() + 1) + " is missing: the rows end at " + at.sequence()
                    + ", the log should end at row " + last.sequence());
        }
        Long lastSigned = signed.isEmpty() ? null : signed.lastKey();
        if (lastSigned != null && lastSigned > at.sequence()) {
            return wrong("row " + (at.sequence() + 1) + " is missing: row " + lastSigned + " was signed");
        }
        return kept.filter(one -> one.sequence() > at.sequence())
                .map(one -> "row " + (at.sequence() + 1) + " is missing: the last verification saw row "
                        + one.sequence() + ", so rows were removed from the end");
    }

    /** Asked after the last line. */
    public Optional<String> missingEnd() {
        return stage == Stage.OVER
                ? Optional.empty()
                : wrong(
                        stage == Stage.HEADER
                                ? notComplete()
                                : "row " + (at.sequence() + 1) + " is missing: the log was cut off here");
    }

    /** What is to be kept for the next verification. */
    public KeptPlace place() {
        return new KeptPlace(at.sequence(), at.hash(), keys);
    }

    /** What was found, in a sentence. */
    public String sentence() {
        @Nullable Long lastSigned = signed.isEmpty() ? null : signed.lastKey();
        long unsigned = at.sequence() - (lastSigned == null ? 0 : lastSigned);
        String range = rows == 0
                ? "it has no rows"
                : rows + (rows == 1 ? " row, " : " rows, ") + (removed.sequence() + 1) + " to " + at.sequence();
        String signatures = checkpoints == 0
                ? "; no row is signed yet"
                : "; signed up to row " + lastSigned
                        + (unsigned > 0
                                ? ", " + unsigned + " newer " + (unsigned == 1 ? "is" : "are") + " not yet"
                                : "");
        String gone = switch ((int) Math.min(2, removed.sequence())) {
            case 0 -> "";
            case 1 -> "; row 1 was purged, which is signed";
            default -> "; rows 1 to " + removed.sequence() + " were purged, which is signed";
        };
        return "the audit log is whole: " + range + signatures + gone;
    }

    private static Optional<String> wrong(String sentence) {
        return Optional.of(sentence);
    }
}
