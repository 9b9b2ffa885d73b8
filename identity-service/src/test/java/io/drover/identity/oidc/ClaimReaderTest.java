package io.drover.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.ProviderSettings.ClaimNames;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClaimReaderTest {
    private static final ClaimNames USUAL = new ClaimNames("sub", "preferred_username", "name", "groups");

    private static DirectoryUser user(String id, String name, String login, String... groups) {
        return new DirectoryUser(
                new DirectoryIdentity("oidc_user", id, name, login, true),
                false,
                List.of(groups).stream()
                        .map(group -> new DirectoryIdentity("oidc_group", group, group, group, false))
                        .toList());
    }

    record Case(ClaimNames names, Map<String, @Nullable Object> claims, DirectoryUser expected) {}

    static final List<Case> CASES = List.of(
            new Case(
                    USUAL,
                    Map.of(
                            "sub",
                            "7",
                            "preferred_username",
                            "jo",
                            "name",
                            "Jo",
                            "groups",
                            List.of("ops", "dev", "ops")),
                    user("7", "Jo", "jo", "ops", "dev")),
            new Case(
                    USUAL,
                    Map.of("sub", "7", "email", "jo@example.org"),
                    user("7", "jo@example.org", "jo@example.org")),
            new Case(USUAL, Map.of("sub", "7"), user("7", "7", "7")),
            new Case(USUAL, Map.of("sub", "7", "groups", "ops"), user("7", "7", "7", "ops")),
            new Case(
                    new ClaimNames("oid", "upn", "name", "realm_access.roles"),
                    Map.of("oid", "o-1", "upn", "jo", "realm_access", Map.of("roles", List.of("admin"))),
                    user("o-1", "jo", "jo", "admin")),
            new Case(
                    new ClaimNames("sub", "preferred_username", "name", "https://example.org/groups"),
                    Map.of("sub", "7", "https://example.org/groups", List.of("a")),
                    user("7", "7", "7", "a")),
            new Case(
                    new ClaimNames("sub", "preferred_username", "name", ""),
                    Map.of("sub", "7", "groups", List.of("ops")),
                    user("7", "7", "7")));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case given) {
        assertThat(ClaimReader.read(given.claims(), given.names())).isEqualTo(given.expected());
    }

    static final List<Map<String, @Nullable Object>> REFUSED = List.of(
            Map.of(),
            Map.of("sub", ""),
            Map.of("sub", List.of("7")),
            Map.of("sub", "x".repeat(513)),
            Map.of("sub", "line\nbreak"),
            Map.of("sub", "7", "groups", List.of("ops", Map.of("name", "dev"))),
            Map.of("sub", "7", "groups", List.of("")),
            Map.of(
                    "sub",
                    "7",
                    "groups",
                    IntStream.range(0, 2001).mapToObj(Integer::toString).toList()),
            Map.of("sub", "7", "_claim_names", Map.of("groups", "src1")));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void saysWhatIsMissingRatherThanGuess(Map<String, @Nullable Object> claims) {
        assertThatThrownBy(() -> ClaimReader.read(claims, USUAL)).isInstanceOf(ProviderException.class);
    }

    @Test
    void onlyCompleteClaimsNeedNoUserinfo() {
        Map<String, @Nullable Object> all =
                Map.of("sub", "7", "preferred_username", "jo", "name", "Jo", "groups", List.of());

        assertThat(ClaimReader.isComplete(all, USUAL)).isTrue();
        assertThat(ClaimReader.isComplete(Map.of("sub", "7", "name", "Jo"), USUAL))
                .isFalse();
    }
}
