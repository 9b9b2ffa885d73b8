package io.drover.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.settings.Credential.KeyPair;
import io.drover.cli.settings.Credential.Token;
import io.drover.cli.settings.SettingsSources.Given;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SettingsTest {
    private static final ServerUrl HOME = new ServerUrl("http://home:8080", null);
    private static final Settings FILE = new Settings(HOME, new Token("t"), "1a5", "Default");
    private static final Given NOTHING = new Given(null, null, null, null);
    private static final KeyPair KEY = new KeyPair("k", "s");

    record Case(String name, Given options, Given variables, Settings expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> SOURCES = List.of(
            new Case("the file alone", NOTHING, NOTHING, FILE),
            new Case(
                    "the same server named otherwise keeps the file's credential",
                    url("home:8080/v2-beta/schemas"),
                    NOTHING,
                    FILE),
            new Case(
                    "another server gets no credential and no environment of this one",
                    url("http://other"),
                    NOTHING,
                    new Settings(new ServerUrl("http://other", null), null, null, null)),
            new Case(
                    "options come before variables",
                    url("http://a"),
                    url("http://b"),
                    new Settings(new ServerUrl("http://a", null), null, null, null)),
            new Case(
                    "a key replaces the token, and the environment it was for",
                    NOTHING,
                    new Given(null, "k", "s", null),
                    new Settings(HOME, KEY, null, null)),
            new Case(
                    "the file knows the id of its environment's name",
                    new Given(null, null, null, "Default"),
                    NOTHING,
                    FILE),
            new Case(
                    "an environment given by another name is looked up later",
                    new Given(null, null, null, "Test"),
                    NOTHING,
                    new Settings(HOME, new Token("t"), "Test", null)),
            new Case(
                    "an address can name the environment",
                    new Given("http://home:8080/v1/projects/1a9/schemas", "k", "s", null),
                    NOTHING,
                    new Settings(new ServerUrl("http://home:8080", "1a9"), KEY, "1a9", null)));

    private static Given url(String url) {
        return new Given(url, null, null, null);
    }

    @ParameterizedTest
    @FieldSource("SOURCES")
    void comeTogether(Case given) {
        Settings resolved = SettingsSources.resolve(given.options(), given.variables(), FILE);
        assertThat(resolved).isEqualTo(given.expected());
    }

    @Test
    void halfAKeyIsRefused() {
        assertThatThrownBy(() -> SettingsSources.resolve(new Given(null, "k", null, null), NOTHING, FILE))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("the secret key is missing");
    }

    @Test
    void emptyVariablesAreNone() {
        assertThat(Given.ofEnvironment(Map.of("DROVER_URL", " "))).isEqualTo(NOTHING);
    }

    record Address(String text, String base, @Nullable String environment) {}

    static final List<Address> ADDRESSES = List.of(
            new Address("localhost:8080", "http://localhost:8080", null),
            new Address("https://drover.example/", "https://drover.example", null),
            new Address("http://h/prefix/v2-beta/schemas", "http://h/prefix", null),
            new Address("HTTP://h:1/v1/projects/1a5/schemas", "http://h:1", "1a5"),
            new Address("http://[::1]:8080/v2-beta", "http://[::1]:8080", null));

    @ParameterizedTest
    @FieldSource("ADDRESSES")
    void addressesArePlain(Address given) {
        assertThat(ServerUrl.parse(given.text())).isEqualTo(new ServerUrl(given.base(), given.environment()));
    }

    @Test
    void addressesWithPasswordsAreRefusedWithoutRepeatingThem() {
        assertThatThrownBy(() -> ServerUrl.parse("http://me:geheim@h"))
                .isInstanceOf(CliFailure.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void linksGoToTheKnownAddress() {
        assertThat(HOME.relocate("http://10.9.9.9/v2-beta/projects/1a5/services/1s1?action=restart"))
                .isEqualTo("http://home:8080/v2-beta/projects/1a5/services/1s1?action=restart");
    }

    @Test
    void theFileGivesBackWhatWasWritten(@TempDir Path folder) {
        SettingsFile file = new SettingsFile(folder.resolve("new").resolve("cli.json"));
        assertThat(file.read()).isEqualTo(Settings.EMPTY);
        for (Settings settings : List.of(FILE, new Settings(HOME, KEY, null, null), FILE.withoutCredential())) {
            file.write(settings);
            assertThat(file.read()).isEqualTo(settings);
        }
    }

    @Test
    void secretsAreNotInTheirText() {
        assertThat(new Settings(HOME, new Token("geheim"), null, null).toString())
                .doesNotContain("geheim");
        assertThat(new KeyPair("k", "geheim").toString()).doesNotContain("geheim");
    }
}
