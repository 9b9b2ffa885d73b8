package io.drover.identity.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SettingSourcesTest {
    private static final SettingDefinition LIFE =
            new KnownSettings(Map.of()).find(KnownSettings.SESSION_LIFE).orElseThrow();

    private static final String OWN = "DROVER_SETTING_API_AUTH_JWT_TOKEN_EXPIRY";
    private static final String OLDER = "CATTLE_API_AUTH_JWT_TOKEN_EXPIRY";
    private static final String DEFAULT = "DEFAULT_CATTLE_API_AUTH_JWT_TOKEN_EXPIRY";

    /** What each source says, the strongest first; null: nothing. */
    record Case(
            @Nullable String own,
            @Nullable String older,
            @Nullable String property,
            @Nullable String file,
            @Nullable String stored,
            @Nullable String weak,
            String active,
            SettingSource source) {}

    static final List<Case> CASES = List.of(
            new Case("100001", "100002", "100003", "100004", "100005", "100006", "100001", SettingSource.ENVIRONMENT),
            new Case(null, "100002", "100003", "100004", "100005", "100006", "100002", SettingSource.ENVIRONMENT),
            new Case(null, null, "100003", "100004", "100005", "100006", "100003", SettingSource.SYSTEM_PROPERTY),
            new Case(null, null, null, "100004", "100005", "100006", "100004", SettingSource.FILE),
            new Case(null, null, null, null, "100005", "100006", "100005", SettingSource.DATABASE),
            new Case(null, null, null, null, null, "100006", "100006", SettingSource.DEFAULT_ENVIRONMENT),
            new Case(null, null, null, null, null, null, "57600000", SettingSource.PACKAGED),
            // Set to nothing is not set.
            new Case("", " ", null, null, "100005", null, "100005", SettingSource.DATABASE),
            // What an older release let in and this one does not.
            new Case(null, null, null, null, "soon", null, "57600000", SettingSource.PACKAGED),
            new Case(null, null, null, null, "soon", "100006", "100006", SettingSource.DEFAULT_ENVIRONMENT));

    @ParameterizedTest
    @FieldSource("CASES")
    void theStrongestSourceThatSaysSomethingHolds(Case given) {
        EffectiveSetting effective = sources(given).effective(LIFE, given.stored());

        assertThat(effective)
                .isEqualTo(new EffectiveSetting(LIFE.name(), LIFE, given.stored(), given.active(), given.source()));
    }

    private static SettingSources sources(Case given) {
        Map<String, String> environment = new LinkedHashMap<>();
        put(environment, OWN, given.own());
        put(environment, OLDER, given.older());
        put(environment, DEFAULT, given.weak());
        Map<String, String> properties = new LinkedHashMap<>();
        put(properties, LIFE.name(), given.property());
        Map<String, String> file = new LinkedHashMap<>();
        put(file, LIFE.name(), given.file());
        return new SettingSources(environment, properties, file);
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    @Test
    void aSlipInTheSurroundingsIsNamedWithItsPlaceAndWhatIsAccepted() {
        var sources = new SettingSources(
                Map.of(OLDER, "16h", "CATTLE_UI_PL", "mine", DEFAULT, "-1"),
                Map.of("registry.whitelist", "https://quay.io"),
                Map.of());

        assertThat(sources.problems(new KnownSettings(Map.of()).all()))
                .containsExactly(
                        "the variable CATTLE_API_AUTH_JWT_TOKEN_EXPIRY sets the setting api.auth.jwt.token.expiry to '16h';"
                                + " accepted: a whole number from 60000 to 315360000000",
                        "the variable DEFAULT_CATTLE_API_AUTH_JWT_TOKEN_EXPIRY sets the setting api.auth.jwt.token.expiry"
                                + " to '-1'; accepted: a whole number from 60000 to 315360000000",
                        "the system property registry.whitelist sets the setting registry.whitelist to 'https://quay.io';"
                                + " accepted: names of registries with commas between them, like"
                                + " registry.example.org:5000, without http:// and without a path; or nothing");
    }
}
