package io.drover.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.cli.failure.CliFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ComposeTest {
    record Variables(String text, Set<String> names) {}

    static final List<Variables> VARIABLES = List.of(
            new Variables("image: a:$TAG", Set.of("TAG")),
            new Variables("${A}${B:-x$C}${D?need $$E}", Set.of("A", "B", "C", "D")),
            new Variables("cost: $$5 $ ${} $1", Set.of()),
            new Variables("$_a1-b $", Set.of("_a1")),
            new Variables("", Set.of()));

    @ParameterizedTest
    @FieldSource("VARIABLES")
    void variablesAreFound(Variables given) {
        assertThat(ComposeVariables.referenced(given.text())).isEqualTo(given.names());
    }

    @Test
    void answersAreLinesOrAMap() {
        assertThat(AnswersFile.parse("x.env", "# c\n\nA=1\nexport B='two words'\nC=a=b\nD=\n"))
                .isEqualTo(Map.of("A", "1", "B", "two words", "C", "a=b", "D", ""));
        assertThat(AnswersFile.parse("x.yml", "A: 1\nB: 0644\nC: yes\nD: 1.10\n"))
                .isEqualTo(Map.of("A", "1", "B", "0644", "C", "yes", "D", "1.10"));
        assertThat(AnswersFile.parse("x.json", "{\"A\": \"b\"}")).isEqualTo(Map.of("A", "b"));
    }

    @Test
    void brokenAnswersAreNamedByLine() {
        assertThatThrownBy(() -> AnswersFile.parse("x.env", "A=1\nB\n"))
                .isInstanceOf(CliFailure.class)
                .hasMessage("x.env, line 2: 'B' is not KEY=value");
        assertThatThrownBy(() -> AnswersFile.parse("x.yml", "A: [1\nB: 2\n"))
                .isInstanceOf(CliFailure.class)
                .hasMessageStartingWith("x.yml, line 2, column 2: ");
    }

    @Test
    void oneFileStaysAsItIs() {
        String text = "# comment\nweb: {image: a}\n";
        assertThat(ComposeMerge.merge(Map.of("a.yml", text))).isEqualTo(text);
    }

    @Test
    void laterFilesAreMergedOverEarlierOnes() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yml", """
                version: '2'
                services:
                  web:
                    image: a:1
                    command: [run, me]
                    environment: [A=1, B=2]
                    ports: ['80:80', 22:22]
                    volumes: ['/one:/data', 'cache:/cache:ro']
                    mode: 0644
                """);
        files.put("b.yml", """
                services:
                  web:
                    image: a:2
                    command: stop
                    environment: {B: 3, C: }
                    ports: ['80:80', '443:443']
                    volumes: ['/two:/data']
                  db:
                    image: d
                """);
        assertThat(ComposeMerge.merge(files)).isEqualTo("""
                version: '2'
                services:
                  web:
                    image: a:2
                    command: stop
                    environment:
                      A: '1'
                      B: 3
                      C: null
                    ports:
                    - 80:80
                    - '22:22'
                    - 443:443
                    volumes:
                    - /two:/data
                    - cache:/cache:ro
                    mode: '0644'
                  db:
                    image: d
                """);
    }

    @Test
    void theStackIsNamedAfterTheFolder() {
        assertThat(ComposeFiles.stackName("/srv/my app_2/docker-compose.yml")).isEqualTo("my-app-2");
        assertThatThrownBy(() -> ComposeFiles.stackName("/docker-compose.yml"))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("name it with -s");
    }
}
