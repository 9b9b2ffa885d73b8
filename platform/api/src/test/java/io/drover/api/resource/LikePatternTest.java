package io.drover.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    web%,   web-1,  true
                    %web,   my-WEB, true
                    %w%b%,  a web b, true
                    w_b,    web,    true
                    w_b,    weeb,   false
                    w\\_b,  w_b,    true
                    w\\_b,  web,    false
                    100\\%, 100%,   true
                    %%,     x,      true
                    _,      💡,     true
                    straße, STRASSE, false
                    """)
    void isLike(String pattern, String text, boolean expected) {
        assertThat(LikePattern.of(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void emptyIsLikeEmptyOnly() {
        assertThat(LikePattern.of("").matches("")).isTrue();
        assertThat(LikePattern.of("").matches("x")).isFalse();
        assertThat(LikePattern.of("%").matches("")).isTrue();
    }

    @Property
    void meansTheSameAsARegularExpression(
            @ForAll @Chars({'a', 'b', '%', '_'}) @StringLength(max = 8) String pattern,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 12) String text) {
        String expression = pattern.replace("%", ".*").replace("_", ".");
        assertThat(LikePattern.of(pattern).matches(text)).isEqualTo(Pattern.matches(expression, text));
    }

    /** As a regular expression this would not end before the sun does. */
    @Test
    void aPatternOfManyPlaceholdersEndsAtOnce() {
        LikePattern pattern = LikePattern.of("%a".repeat(8000) + "%b");
        boolean isLike =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> pattern.matches("a".repeat(10_000)));
        assertThat(isLike).isFalse();
    }
}
