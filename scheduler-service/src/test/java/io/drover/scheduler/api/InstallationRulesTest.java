package io.drover.scheduler.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.Role;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.host.StayAway;
import io.drover.scheduler.spec.StackSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class InstallationRulesTest {
    /** @param roles the setting; null is not among them: the empty text stands for a setting nobody knows yet */
    record Case(String roles, List<Role> may) {}

    static final List<Case> CASES = List.of(
            new Case("", List.of(Role.ADMIN, Role.OWNER, Role.MEMBER, Role.PROJECT, Role.AGENT, Role.SERVICE)),
            new Case("owner", List.of(Role.OWNER)),
            new Case("owner, restricted,superadmin", List.of(Role.OWNER, Role.RESTRICTED)));

    @ParameterizedTest
    @FieldSource("CASES")
    void rolesThatAreSetChangeInfrastructure(Case given) {
        LiveSettings settings = given.roles().isEmpty()
                ? new LiveSettings()
                : LiveSettings.of(Map.of(SettingName.INFRASTRUCTURE_ROLES, given.roles()));
        assertThat(Arrays.stream(Role.values()).filter(new InstallationRules(settings)::mayChangeInfrastructure))
                .containsExactlyInAnyOrderElementsOf(given.may());
    }

    @Test
    void nothingIsMadeWhileNobodyKnowsWhereImagesMayComeFrom() {
        var rules = new InstallationRules(new LiveSettings());
        StackSpec nothing = new StackSpec(List.of(), List.of());
        assertThat(rules.images(nothing)).isEqualTo(nothing);
        ComposeOutcome shop = ComposeReader.read("services: {web: {image: nginx}}", null, Map.of(), "shop");
        assertThatThrownBy(() -> rules.images(((ComposeOutcome.Read) shop).stack()))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("identity-service");
    }

    @Test
    void hostsStayForEverUnlessASettingSaysOtherwise() {
        assertThat(new InstallationRules(new LiveSettings()).hostsStayAway()).isEqualTo(StayAway.FOREVER);
        assertThat(stayAway("-1")).isEqualTo(StayAway.FOREVER);
        assertThat(stayAway("60")).isEqualTo(new StayAway.For(Duration.ofMinutes(1)));
    }

    private static StayAway stayAway(String seconds) {
        return new InstallationRules(LiveSettings.of(Map.of(SettingName.HOST_REMOVE_DELAY, seconds))).hostsStayAway();
    }
}
