package io.drover.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private static final AuditContent CONTENT = new AuditContent.Builder()
            .put("created", 1_767_225_600_000L)
            .put("eventType", "api.stack.create")
            .put("description", "Zoë: \n\"é")
            .build();

    @Test
    void theCanonicalFormIsWhatTheDocumentSays() {
        String text = new String(AuditChain.canonical(7, "ab", CONTENT), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo("""
                drover-audit/1
                sequence 1:7
                previousHash 2:ab
                created 13:1767225600000
                eventType 16:api.stack.create
                resourceType -
                resourceId -
                authType -
                authenticatedAsAccountId -
                authenticatedAsIdentityId -
                accountId -
                requestObject -
                responseObject -
                responseCode -
                clientIp -
                description 10:Zoë:\s
                "é
                runtime -
                """);
    }

    @Test
    void anEmptyTextIsNotNoText() {
        AuditContent empty = changed(CONTENT, "clientIp", "");
        assertThat(AuditChain.hash(1, "", empty)).isNotEqualTo(AuditChain.hash(1, "", CONTENT));
    }

    @Property(tries = 300)
    void anUntouchedChainFits(@ForAll("logs") List<AuditContent> log) {
        assertThat(AuditChain.firstBreak(ChainPoint.START, chain(log))).isEmpty();
    }

    @Property(tries = 300)
    void aChangedFieldIsFoundAtItsRow(
            @ForAll("logs") List<AuditContent> log,
            @ForAll @IntRange(max = 100) int where,
            @ForAll("fields") String field,
            @ForAll String value) {
        List<AuditChain.Row> rows = chain(log);
        int at = where % rows.size();
        AuditContent before = rows.get(at).content();
        Assume.that(!value.equals(before.values().get(field)));
        rows.set(at, new AuditChain.Row(rows.get(at).link(), changed(before, field, value)));

        assertThat(AuditChain.firstBreak(ChainPoint.START, rows))
                .contains(new AuditChain.Break(
                        at + 1, "row " + (at + 1) + " was changed: its content does not give its hash"));
    }

    @Property(tries = 300)
    void aRowThatIsChangedAndHashedAnewIsFoundBehindIt(
            @ForAll("logs") List<AuditContent> log, @ForAll @IntRange(max = 100) int where) {
        List<AuditChain.Row> rows = chain(log);
        Assume.that(rows.size() > 1);
        int at = where % (rows.size() - 1);
        AuditContent other = changed(rows.get(at).content(), "eventType", "nothing happened");
        ChainLink link = rows.get(at).link();
        ChainLink forged = AuditChain.link(new ChainPoint(link.sequence() - 1, link.previousHash()), other);
        rows.set(at, new AuditChain.Row(forged, other));

        assertThat(AuditChain.firstBreak(ChainPoint.START, rows).map(AuditChain.Break::sequence))
                .contains(at + 2L);
    }

    @Property(tries = 300)
    void aMissingSwappedOrAddedRowIsFound(
            @ForAll("logs") List<AuditContent> log,
            @ForAll @IntRange(max = 100) int where,
            @ForAll @IntRange(max = 2) int what) {
        List<AuditChain.Row> rows = chain(log);
        Assume.that(rows.size() > 1);
        int at = where % (rows.size() - 1);
        AuditChain.Row row = rows.get(at);
        switch (what) {
            case 0 -> rows.remove(at);
            case 1 -> rows.set(at, rows.set(at + 1, row));
            default -> rows.add(at, row);
        }
        Optional<AuditChain.Break> found = AuditChain.firstBreak(ChainPoint.START, rows);
        assertThat(found.map(AuditChain.Break::sequence)).contains(what == 2 ? at + 2L : at + 1L);
    }

    @Property(tries = 200)
    void whatTheFieldsHoldCannotImitateAnotherRow(
            @ForAll("contents") AuditContent one, @ForAll("contents") AuditContent other) {
        Assume.that(!one.equals(other));
        assertThat(AuditChain.canonical(1, "", one)).isNotEqualTo(AuditChain.canonical(1, "", other));
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(AuditContent.FIELDS);
    }

    @Provide
    Arbitrary<List<AuditContent>> logs() {
        return contents().list().ofMinSize(1).ofMaxSize(12);
    }

    /** Values that look like the format itself are as likely as others. */
    @Provide
    Arbitrary<AuditContent> contents() {
        Arbitrary<String> nasty = Arbitraries.of("-", "", "1:x", "a\nauthType 1:b", " -\n", "2:\n");
        Arbitrary<String> texts = Arbitraries.oneOf(nasty, Arbitraries.strings().ofMaxLength(20));
        return Arbitraries.maps(fields(), texts).ofMaxSize(6).map(AuditContent::new);
    }

    private static List<AuditChain.Row> chain(List<AuditContent> log) {
        List<AuditChain.Row> rows = new ArrayList<>();
        ChainPoint at = ChainPoint.START;
        for (AuditContent content : log) {
            ChainLink link = AuditChain.link(at, content);
            rows.add(new AuditChain.Row(link, content));
            at = link.point();
        }
        return rows;
    }

    private static AuditContent changed(AuditContent content, String field, String value) {
        Map<String, String> values = new HashMap<>(content.values());
        values.put(field, value);
        return new AuditContent(values);
    }
}
