package io.drover.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.json.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChainCheckTest {
    record Case(String what, Function<SignedLog, String> tampering, String expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** On a log of ten rows, the fourth and the ninth signed. */
    static final List<Case> CASES = List.of(
            new Case("nothing", SignedLog::text, ""),
            new Case("a changed field", log -> row(log, 5, "description", "x").text(), "row 5 was changed"),
            new Case("a changed time", log -> time(log, 5).text(), "row 5 was changed"),
            new Case("a field that was null", log -> row(log, 5, "clientIp", "").text(), "row 5 was changed"),
            new Case("a removed row", log -> without(log, 5), "row 5 is missing"),
            new Case("the first row removed", log -> without(log, 1), "row 1 is missing"),
            new Case("a swap", log -> swapped(log, 5), "row 5 is missing or out of its place"),
            new Case("an insertion", log -> inserted(log, 5), "row 6 is missing or out of its place"),
            new Case("a row rewritten with its hash", log -> rewritten(log, 5, 5), "row 6 does not continue"),
            new Case("all rows behind rewritten", log -> rewritten(log, 5, 10), "row 9 is not the row that was signed"),
            new Case("rows after the last checkpoint rewritten", log -> rewritten(log, 10, 10), ""),
            new Case("the end removed", log -> truncated(log, 7, 7), "row 8 is missing"),
            new Case("the end removed, the head forgotten", log -> truncated(log, 9, 10), "row 10 is missing"),
            new Case("a beginning removed", log -> beheaded(log, 3), "row 1 is missing"),
            new Case("a foreign signature", log -> foreign(log), "row 4: its checkpoint is not signed"),
            new Case("a checkpoint of another row", log -> moved(log), "row 5: its checkpoint is not signed"),
            new Case("rows beside the chain", log -> strangers(log), "2 rows stand beside the chain"),
            new Case("a purge", log -> log.purge(5).text(), ""),
            new Case("everything purged", log -> log.purge(10).text(), ""),
            new Case(
                    "a purge, then a change",
                    log -> row(log.purge(5), 2, "description", "x").text(),
                    "row 7 was changed"),
            new Case("a purge without its signature", log -> unsigned(log.purge(5)), "row 1 is missing"),
            new Case(
                    "cut off",
                    log -> log.text().lines().limit(8).reduce("", (a, b) -> a + b + "\n"),
                    "the log was cut off"),
            new Case(
                    "a filtered export",
                    log -> log.text().lines().skip(4).reduce("", (a, b) -> a + b + "\n"),
                    "not the whole log"),
            new Case("something else", log -> "{\"type\":\"collection\"}\n", "none of an audit log's"));

    @ParameterizedTest
    @FieldSource("CASES")
    void whatWasDoneIsNamedWithItsRow(Case given) {
        String found = check(given.tampering().apply(log()), Optional.empty());
        if (given.expected().isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).contains(given.expected());
        }
    }

    @Property(tries = 200)
    void noChangeOfARowStaysHidden(
            @ForAll @IntRange(min = 1, max = 10) int where,
            @ForAll @IntRange(max = 2) int field,
            @ForAll String value) {
        String name = List.of("eventType", "description", "resourceId").get(field);
        SignedLog log = log();
        ObjectNode row = log.rows().get(where - 1);
        Assume.that(row.get(name).isNull() || !row.get(name).asText().equals(value));
        row.put(name, value);
        // What is no character cannot be told from the question mark that is written for it.
        Assume.that(value.equals(new String(
                value.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(check(log.text(), Optional.empty())).contains("row " + where + " was changed");
    }

    @Property(tries = 200)
    void whateverRowsAreTakenTheFirstMissingIsNamed(
            @ForAll @IntRange(min = 1, max = 10) int from, @ForAll @IntRange(min = 1, max = 10) int count) {
        SignedLog log = log();
        int to = Math.min(10, from - 1 + count);
        log.rows().subList(from - 1, to).clear();
        assertThat(check(log.text(0, 10, log().rows().getLast().path("hash").asText(), 10, 0), Optional.empty()))
                .contains("row " + from + " is missing");
    }

    @Test
    void whatTheLastVerificationSawMustStillBeThere() {
        SignedLog log = SignedLog.of(6);
        ChainCheck first = new ChainCheck(Optional.empty());
        assertThat(run(first, log.text())).isEmpty();
        KeptPlace seen = first.place();
        assertThat(seen.sequence()).isEqualTo(6);

        log.add("more");
        assertThat(check(log.text(), Optional.of(seen))).isEmpty();
        assertThat(check(rewritten(log, 6, 7), Optional.of(seen))).contains("row 6 is not the row of the last");
        SignedLog shorter = SignedLog.of(4);
        KeptPlace ofShorter = new KeptPlace(6, seen.hash(), Map.of());
        assertThat(check(shorter.text(), Optional.of(ofShorter)))
                .contains("row 5 is missing: the last verification saw row 6");
        assertThat(check(SignedLog.of(6).text(), Optional.of(seen))).contains("key 1 of the log is another one");
    }

    private static SignedLog log() {
        return SignedLog.of(10).sign("periodic", 4).sign("demand", 9);
    }

    private static String check(String text, Optional<KeptPlace> kept) {
        return run(new ChainCheck(kept), text);
    }

    private static String run(ChainCheck check, String text) {
        for (String line : text.lines().toList()) {
            try {
                Optional<String> wrong = check.line(Json.parse(line));
                if (wrong.isPresent()) {
                    return wrong.get();
                }
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
        return check.missingEnd().orElse("");
    }

    private static SignedLog row(SignedLog log, int place, String field, String value) {
        log.rows().get(place - 1).put(field, value);
        return log;
    }

    private static SignedLog time(SignedLog log, int place) {
        log.rows().get(place - 1).put("createdTS", 1_767_225_600_000L);
        return log;
    }

    private static String lastHash(SignedLog log) {
        return log.rows().getLast().path("hash").asText();
    }

    private static String without(SignedLog log, int place) {
        log.rows().remove(place - 1);
        return log.text(0, 10, lastHash(log), 10, 0);
    }

    private static String swapped(SignedLog log, int place) {
        log.rows().add(place, log.rows().remove(place - 1));
        return log.text();
    }

    private static String inserted(SignedLog log, int place) {
        log.rows().add(place, log.rows().get(place - 1));
        return log.text(0, 10, lastHash(log), 10, 0);
    }

    /** From one row to another everything is hashed anew. */
    private static String rewritten(SignedLog log, int from, int to) {
        for (int place = from; place <= to; place++) {
            ObjectNode row = log.rows().get(place - 1);
            row.put("eventType", "forged");
            if (place > from) {
                row.put("previousHash", log.rows().get(place - 2).path("hash").asText());
            }
            SignedLog.rehash(row);
        }
        return log.text();
    }

    private static String truncated(SignedLog log, int to, int head) {
        String last = log.rows().get(head - 1).path("hash").asText();
        log.rows().subList(to, log.rows().size()).clear();
        return log.text(0, head, last, to, 0);
    }

    private static String beheaded(SignedLog log, int count) {
        log.rows().subList(0, count).clear();
        String text = log.text(3, 10, lastHash(log), 10 - count, 0);
        return text;
    }

    private static String foreign(SignedLog log) {
        log.checkpoints()
                .getFirst()
                .put(
                        "signature",
                        SignedLog.of(4)
                                .sign("periodic", 4)
                                .checkpoints()
                                .getFirst()
                                .path("signature")
                                .asText());
        return log.text();
    }

    private static String moved(SignedLog log) {
        log.checkpoints().getFirst().put("sequence", 5);
        return log.text();
    }

    private static String strangers(SignedLog log) {
        return log.text(0, 10, lastHash(log), 10, 2);
    }

    private static String unsigned(SignedLog log) {
        log.checkpoints()
                .removeIf(checkpoint -> checkpoint.path("kind").asText().equals("purge"));
        return log.text();
    }
}
