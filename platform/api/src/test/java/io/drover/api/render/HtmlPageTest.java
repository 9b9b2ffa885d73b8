package io.drover.api.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HtmlPageTest {
    private static final String BASE = "http://host:8080/v2-beta";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String BROWSING = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    record Asked(
            @Nullable String format,
            @Nullable String agent,
            @Nullable String accept,
            boolean page) {}

    static final List<Asked> ASKED = List.of(
            new Asked(null, FIREFOX, BROWSING, true),
            new Asked(null, FIREFOX, "*/*", true),
            new Asked(null, FIREFOX, null, true),
            new Asked(null, FIREFOX, "application/json", false),
            new Asked(null, FIREFOX, "application/json, text/plain, */*", false),
            new Asked(null, "curl/8.5.0", "*/*", false),
            new Asked(null, "Go-http-client/1.1", null, false),
            new Asked(null, null, null, false),
            new Asked("html", "curl/8.5.0", "*/*", true),
            new Asked("json", FIREFOX, BROWSING, false),
            new Asked("", FIREFOX, BROWSING, true));

    @ParameterizedTest
    @FieldSource("ASKED")
    void pagesAreForBrowsersAndForWhoAsks(Asked asked) {
        assertThat(HtmlPage.isWanted(asked.format, asked.agent, asked.accept)).isEqualTo(asked.page);
    }

    @Test
    void addressesOfThisServerAreLinksAndFiltersAreAForm() {
        String page = HtmlPage.of(
                Map.of(
                        "type",
                        "collection",
                        "resourceType",
                        "stack",
                        "links",
                        Map.of("self", BASE + "/stacks?a=1&b=2"),
                        "filters",
                        object("name", null)),
                BASE);
        assertThat(page)
                .contains("<a href=\"http://host:8080/v2-beta/stacks?a=1&amp;b=2\">")
                .contains("<form method=\"get\" action=\"http://host:8080/v2-beta/stacks?a=1&amp;b=2\">")
                .contains("<input name=\"name\">")
                .contains("<title>stack collection</title>");
    }

    @Test
    void othersAddressesAndScriptsStayText() {
        String page = HtmlPage.of(
                Map.of(
                        "type",
                        "service",
                        "name",
                        "<script>alert(1)</script>",
                        "links",
                        Map.of("self", BASE + "/services/1s1"),
                        "description",
                        BASE + "/services/1s1",
                        "metadata",
                        Map.of("links", Map.of("x", "javascript:alert(1)", "y", "http://host:80801/evil"))),
                BASE);
        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("href=\"javascript")
                .doesNotContain("href=\"http://host:80801")
                .containsOnlyOnce("<a href");
    }

    /** Whatever people write, no tag comes of it but those of the page itself. */
    @Property(tries = 300)
    void nothingThatIsWrittenBecomesMarkup(@ForAll String text, @ForAll String other) {
        String page = HtmlPage.of(
                object(
                        "type",
                        text,
                        "name",
                        other,
                        text,
                        Map.of(other, List.of(text, other)),
                        "links",
                        Map.of("x", text)),
                BASE);
        assertThat(page.replaceAll(
                        "</?(html|head|meta|title|body|h1|pre)( [a-z-]+=\"[a-z0-9-]+\")*>|<!doctype html>", ""))
                .doesNotContain("<")
                .doesNotContain(">");
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return object;
    }
}
