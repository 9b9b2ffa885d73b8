package io.drover.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AuditEventTest {
    record Case(
            String version,
            String word,
            String method,
            @Nullable String action,
            String expected) {}

    static final List<Case> CASES = List.of(
            new Case("v2-beta", "stacks", "POST", null, "api.stack.create"),
            new Case("v2-beta", "stack", "PUT", null, "api.stack.update"),
            new Case("v2-beta", "services", "DELETE", null, "api.service.delete"),
            new Case("v2-beta", "services", "POST", "upgrade", "api.service.upgrade"),
            new Case("v2-beta", "registrationtokens", "POST", null, "api.registrationToken.create"),
            new Case("v2-beta", "apikey", "POST", null, "api.apiKey.create"),
            new Case("v2-beta", "secondfactors", "POST", "confirm", "api.secondFactor.confirm"),
            new Case("v2-beta", "userpreferences", "POST", null, "api.userPreference.create"),
            new Case("v2-beta", "localauthconfig", "POST", null, "api.localAuthConfig.create"),
            new Case("v2-beta", "registries", "POST", null, "api.registry.create"),
            new Case("v2-beta", "projects", "POST", "setmembers", "api.environment.setmembers"),
            new Case("v1", "environments", "POST", null, "api.stack.create"),
            new Case("v2-beta", "containers", "GET", null, "api.container.read"),
            new Case("v2-beta", "", "POST", null, "api.unknown.create"));

    @ParameterizedTest
    @FieldSource("CASES")
    void names(Case given) {
        assertThat(AuditEvent.name(given.version(), AuditEvent.typeName(given.word()), given.method(), given.action()))
                .isEqualTo(given.expected());
    }

    @Test
    void placesAreTakenBeforeAndGivenBackAfterStoring() {
        AuditTrail trail = new AuditTrail(2);
        assertThat(trail.takePlace()).isTrue();
        assertThat(trail.takePlace()).isTrue();
        assertThat(trail.takePlace()).isFalse();
        AuditRow row = new AuditRow(
                java.time.Instant.EPOCH, "api.a.b", null, null, null, null, null, 200, "", "", 0, null, null);
        trail.record(row);
        trail.record(row);
        List<AuditRow> batch = trail.next(1);
        assertThat(batch).hasSize(1);
        assertThat(trail.takePlace()).isFalse();
        trail.stored(batch);
        assertThat(trail.takePlace()).isTrue();
    }
}
