package io.drover.scheduler.compose.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scheduler.compose.yaml.YamlText.Parsed.Broken;
import io.drover.scheduler.compose.yaml.YamlText.Parsed.Document;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class YamlTextTest {
    record Case(String text, int line, int column, String says) {}

    static final List<Case> BROKEN = List.of(
            new Case("a:\n\tb: 1\n", 2, 1, "a tab"),
            new Case("a: b: c\n", 1, 5, "a ':' is not possible here"),
            new Case("a:\n  b: 1\n c: 2\n", 3, 2, "indentation"),
            new Case("a:\n  - b\n - c\n", 3, 2, "indentation"),
            new Case("a:\n  b\n  c: 1\n", 3, 4, "a ':' is not possible here"),
            new Case("a: \"b\nc: d\n", 3, 1, "never closed (a quoted scalar that begins in line 1)"),
            new Case("a: [1, 2\nb: 3\n", 2, 2, "a ',' or a closing bracket is missing"),
            new Case("a: *nothing\n", 1, 4, "has no anchor"),
            new Case("a: @b\n", 1, 4, "put the value in quotes"),
            new Case("a: 1\na: 2\n", 2, 1, "the key 'a' stands here twice"),
            new Case("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
            new Case("a: !!python/object:os.system x\n", 1, 4, "tag"),
            new Case("a: !ruby/object x\n", 1, 4, "tag '!ruby/object' is not accepted"),
            new Case("a: !!binary x\n", 1, 4, "tag"),
            new Case("[1]: x\n", 1, 1, "a key is a text"),
            new Case("a: &x [*x]\n", 1, 4, "an alias refers to the value it stands in"),
            new Case("a: 1\n<<: 2\n", 2, 5, "'<<' merges a mapping"),
            new Case("a: \"\u0001\"\n", 1, 5, "a control character"),
            new Case("a: {{ .Values.x }}: b\n", 1, 19, "catalogs"),
            new Case("a: " + "[".repeat(60) + "\n", 1, 1, "50 levels"),
            new Case("x".repeat(3_000_001), 1, 1, "up to 3000000"));

    @ParameterizedTest
    @FieldSource("BROKEN")
    void whatIsBrokenIsSaidWithItsPlace(Case row) {
        assertThat(YamlText.parse("f.yml", row.text())).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.message()).contains(row.says());
            assertThat(broken.at()).isEqualTo(new Position("f.yml", row.line(), row.column()));
        });
    }

    @Test
    void aShortTextCannotUnfoldIntoALargeOne() {
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 12)
                        .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)))
                        .collect(Collectors.joining());
        assertThat(YamlText.parse("f.yml", bomb))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.message()).contains("200000 values"));
    }

    @Test
    void mergesCannotUnfoldEither() {
        String base =
                IntStream.range(0, 2_000).mapToObj(i -> "  k" + i + ": v\n").collect(Collectors.joining());
        String merges = IntStream.range(0, 1_500)
                .mapToObj(i -> "m" + i + ": {<<: *b}\n")
                .collect(Collectors.joining());
        assertThat(YamlText.parse("f.yml", "b: &b\n" + base + merges)).isInstanceOf(Broken.class);
    }

    @Test
    void scalarsKeepTheirTextAndValuesTheirPlace() {
        assertThat(YamlText.parse("f.yml", "\uFEFFa: 1.10\nb: [yes, 'no']\nc:\n"))
                .isInstanceOfSatisfying(Document.class, document -> {
                    var root = (YamlValue.Mapping) document.root();
                    assertThat(root.get("a"))
                            .isEqualTo(new YamlValue.Scalar("1.10", true, new Position("f.yml", 1, 4)));
                    assertThat(String.valueOf(YamlValue.toJson(root))).isEqualTo("{a=1.1, b=[yes, no], c=null}");
                });
    }

    @Test
    void ownKeysWinOverMergedOnes() {
        String text = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nboth:\n  <<: [*one, *two]\n  a: 0\n";
        assertThat(YamlText.parse("f.yml", text))
                .isInstanceOfSatisfying(
                        Document.class,
                        document -> assertThat(String.valueOf(YamlValue.toJson(document.root())))
                                .endsWith("both={a=0, b=1, c=2}}"));
    }
}
