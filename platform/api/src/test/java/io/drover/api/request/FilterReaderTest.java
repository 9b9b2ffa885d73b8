package io.drover.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.resource.ListQuery;
import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FilterReaderTest {
    private static final FilterReader READER = new FilterReader(new ResourceType(
            "box",
            "b",
            "",
            true,
            List.of(
                    Field.of("name", "string").filterable(),
                    Field.of("a_b", "string").filterable(),
                    Field.of("weight", "int").filterable(),
                    Field.of("open", "boolean").filterable(),
                    Field.of("hostId", "reference[host]").filterable(),
                    Field.of("hidden", "string")),
            List.of(),
            List.of("serviceLogs"),
            Set.of(),
            Access.none()));

    record Case(String query, String expected) {
        @Override
        public String toString() {
            return query;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("", "[] null 100+0"),
            new Case("name=x", "[name EQ x] null 100+0"),
            new Case("name_ne=x", "[name NE x] null 100+0"),
            new Case("name_prefix=x&name_like=%y", "[name PREFIX x, name LIKE %y] null 100+0"),
            new Case("a_b=x", "[a_b EQ x] null 100+0"),
            new Case("a_b_ne=x", "[a_b NE x] null 100+0"),
            new Case("name_gt=x", "[] null 100+0"),
            new Case("weight_gt=1&weight_lte=9", "[weight GT 1, weight LTE 9] null 100+0"),
            new Case("weight_prefix=1", "[] null 100+0"),
            new Case("open=true&open_like=t", "[open EQ true] null 100+0"),
            new Case("hostId=1h1&hostId_null=", "[hostId EQ 1h1, hostId NULL ] null 100+0"),
            new Case("id=1b1", "[id EQ 1b1] null 100+0"),
            new Case("hidden=x&other=x&_=x&=x", "[] null 100+0"),
            new Case("name=x&name=y", "[name EQ x, name EQ y] null 100+0"),
            new Case("limit=5&marker=m10", "[] null 5+10"),
            new Case("limit=0", "[] null 3000+0"),
            new Case("limit=-1", "[] null 3000+0"),
            new Case("limit=3001", "[] null 3000+0"),
            new Case("limit=x&marker=x", "[] null 100+0"),
            new Case("marker=m-4", "[] null 100+0"),
            new Case("limit=99999999999999999999", "[] null 3000+0"),
            new Case("sort=name", "[] name asc 100+0"),
            new Case("sort=name&order=DESC", "[] name desc 100+0"),
            new Case("sort=hidden", "[] null 100+0"),
            new Case("include=SERVICELOGS", "[] null 100+0 include serviceLogs"),
            new Case("include=HOST", "[] null 100+0 include host"),
            new Case("include=other", "[] null 100+0"),
            new Case("_removed", "[] null 100+0 removed"),
            new Case("_removed=false", "[] null 100+0"));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case given) {
        assertThat(shown(READER.read(parameters(given.query())))).isEqualTo(given.expected());
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.merge(
                    parts[0],
                    List.of(parts.length > 1 ? parts[1] : ""),
                    (left, right) -> List.of(left.getFirst(), right.getFirst()));
        }
        return parameters;
    }

    private static String shown(ListQuery query) {
        var filters = query.filters().stream()
                .map(filter -> filter.field().name() + " " + filter.modifier() + " " + filter.value())
                .toList();
        var sort = query.sort();
        return filters + " "
                + (sort == null ? "null" : sort.field() + (sort.descending() ? " desc" : " asc"))
                + " " + query.limit() + "+" + query.offset()
                + (query.include() == null ? "" : " include " + query.include())
                + (query.removed() ? " removed" : "");
    }
}
