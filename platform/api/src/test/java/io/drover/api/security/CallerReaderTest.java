package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.api.ApiException;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerReaderTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "sub",
            "1a7",
            "kind",
            "user",
            "name",
            "ann",
            "role",
            "owner",
            "cred",
            "1c3",
            "env",
            "1a5",
            "env_uuid",
            "u",
            "env_name",
            "Default");

    @Test
    void readsEveryClaim() {
        assertThat(CallerReader.read(CLAIMS))
                .isEqualTo(new Caller(
                        new AccountId(7),
                        "user",
                        "ann",
                        Role.OWNER,
                        new Caller.Environment(new EnvironmentId(5), "u", "Default"),
                        "1c3",
                        0));
    }

    @Test
    void outsideAnEnvironmentThereIsNone() {
        Map<String, Object> claims = new HashMap<>(CLAIMS);
        claims.remove("env");
        Caller caller = CallerReader.read(claims);
        assertThat(caller.environment()).isNull();
        assertThatThrownBy(caller::requireEnvironment).isInstanceOf(ApiException.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "kind", "role", "env_uuid"})
    void whatIsMissingIsARefusal(String claim) {
        Map<String, Object> claims = new HashMap<>(CLAIMS);
        claims.remove(claim);
        assertThatThrownBy(() -> CallerReader.read(claims))
                .isInstanceOf(ApiException.Unauthorized.class)
                .hasMessageContaining(claim);
    }

    @Test
    void readsWhatNarrowsTheRole() {
        Map<String, Object> claims = new HashMap<>(CLAIMS);
        claims.put("read_only", true);
        claims.put("grants", List.of("service:ra@1st5", "*:r"));
        claims.put("role_name", "deployer");

        Caller caller = CallerReader.read(claims);

        assertThat(caller.narrowing())
                .isEqualTo(new Narrowing(true, List.of(Grant.parse("service:ra@1st5"), Grant.parse("*:r"))));
        assertThat(caller.roleName()).isEqualTo("deployer");
        assertThat(CallerReader.read(CLAIMS).narrowing()).isEqualTo(Narrowing.NONE);
    }

    /** Read as no narrowing they would widen. */
    @Test
    void aNarrowingThatCannotBeReadIsARefusal() {
        for (Map.Entry<String, Object> broken : List.<Map.Entry<String, Object>>of(
                Map.entry("read_only", "yes"),
                Map.entry("grants", "service:r"),
                Map.entry("grants", List.of()),
                Map.entry("grants", List.of("service")))) {
            Map<String, Object> claims = new HashMap<>(CLAIMS);
            claims.put(broken.getKey(), broken.getValue());
            assertThatThrownBy(() -> CallerReader.read(claims))
                    .isInstanceOf(ApiException.Unauthorized.class)
                    .hasMessageContaining(broken.getKey());
        }
    }

    @Test
    void aRoleNobodyKnowsIsARefusal() {
        Map<String, Object> claims = new HashMap<>(CLAIMS);
        claims.put("role", "emperor");
        assertThatThrownBy(() -> CallerReader.read(claims)).isInstanceOf(ApiException.Unauthorized.class);
    }
}
