package io.drover.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.oidc.ProviderFields.Reading;
import io.drover.identity.oidc.ProviderFields.Reading.Invalid;
import io.drover.identity.oidc.ProviderFields.Reading.Valid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ProviderFieldsTest {
    private static final Map<String, Object> LEAST =
            Map.of("issuer", "https://id.example.org/realms/a", "clientId", "drover");

    private static Reading read(ProviderKind kind, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> given = new HashMap<>(LEAST);
        given.putAll(more);
        return ProviderFields.read(kind, ProviderFields.complete(kind, given), "secret");
    }

    /** @param field that is refused; null: none */
    record Case(
            ProviderKind kind,
            String name,
            Object value,
            @Nullable String field) {}

    static final List<Case> CASES = List.of(
            new Case(ProviderKind.OIDC, "preset", "keycloak", null),
            new Case(ProviderKind.OIDC, "preset", "okta", "preset"),
            new Case(ProviderKind.OIDC, "issuer", "http://127.0.0.1:8081/realms/a", null),
            new Case(ProviderKind.OIDC, "issuer", "http://[::1]:8081", null),
            new Case(ProviderKind.OIDC, "issuer", "http://id.example.org", "issuer"),
            new Case(ProviderKind.OIDC, "issuer", "http://127.0.0.1.attacker.example", "issuer"),
            new Case(ProviderKind.OIDC, "issuer", "https://user:pw@id.example.org", "issuer"),
            new Case(ProviderKind.OIDC, "issuer", "https://id.example.org/?a=b", "issuer"),
            new Case(ProviderKind.OIDC, "issuer", "file:///etc/passwd", "issuer"),
            new Case(ProviderKind.OIDC, "issuer", "id.example.org", "issuer"),
            new Case(ProviderKind.OIDC, "scopes", List.of("profile"), "scopes"),
            new Case(ProviderKind.OIDC, "scopes", List.of("openid", "two words"), "scopes"),
            new Case(ProviderKind.OIDC, "accessMode", "everybody", "accessMode"),
            new Case(ProviderKind.GITHUB, "hostname", "github.example.org", null),
            new Case(ProviderKind.GITHUB, "scheme", "http://", "hostname"),
            new Case(ProviderKind.GITHUB, "hostname", "github.com/login", null),
            new Case(ProviderKind.GITHUB, "hostname", "a b", "hostname"));

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) {
        Reading reading = read(given.kind(), Map.of(given.name(), given.value()));

        if (given.field() == null) {
            assertThat(reading).isInstanceOf(Valid.class);
        } else {
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Invalid.class,
                            invalid -> assertThat(invalid.field()).isEqualTo(given.field()));
        }
    }

    @Test
    void presetsFillWhatIsMissingAndNothingElse() {
        Map<String, @Nullable Object> entra = ProviderFields.complete(
                ProviderKind.OIDC, Map.of("preset", "entra", "loginClaim", "upn", "nameClaim", ""));

        assertThat(entra)
                .containsEntry("userIdClaim", "oid")
                .containsEntry("loginClaim", "upn")
                .containsEntry("nameClaim", "name")
                .containsEntry("scopes", List.of("openid", "profile", "email", "offline_access"));
    }

    @Test
    void allowedIdentitiesAreOfTheProvider() {
        Map<String, Object> group = Map.of("externalIdType", "oidc_group", "externalId", "ops");
        Map<String, Object> foreign = Map.of("externalIdType", "github_org", "externalId", "7");
        Map<String, Object> named = Map.of("externalIdType", "github_org", "externalId", "acme");

        assertThat(allowing(ProviderKind.OIDC, group)).isInstanceOf(Valid.class);
        assertThat(allowing(ProviderKind.OIDC, foreign)).isInstanceOf(Invalid.class);
        assertThat(allowing(ProviderKind.GITHUB, foreign)).isInstanceOf(Valid.class);
        assertThat(allowing(ProviderKind.GITHUB, named)).isInstanceOf(Invalid.class);
    }

    private static Reading allowing(ProviderKind kind, Map<String, Object> identity) {
        return read(kind, Map.of("accessMode", "required", "allowedIdentities", List.of(identity)));
    }

    @Test
    void whoIsLetInIsNoPartOfHowPeopleAreSignedIn() {
        String plain = text(Map.of());

        assertThat(text(Map.of("accessMode", "required"))).isEqualTo(plain);
        assertThat(text(Map.of("loginClaim", "upn"))).isNotEqualTo(plain);
        assertThat(text(Map.of("clientId", "other"))).isNotEqualTo(plain);
    }

    private static String text(Map<String, @Nullable Object> more) {
        return read(ProviderKind.OIDC, more) instanceof Valid(ProviderSettings settings)
                ? settings.identifyingText()
                : "invalid";
    }
}
