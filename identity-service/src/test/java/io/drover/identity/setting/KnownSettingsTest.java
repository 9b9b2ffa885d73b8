package io.drover.identity.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class KnownSettingsTest {
    private static final KnownSettings KNOWN = new KnownSettings(Map.of());

    @Test
    void whatIsPackagedIsAccepted() {
        assertThat(KNOWN.all())
                .filteredOn(SettingDefinition::isWritable)
                .allSatisfy(setting -> assertThat(setting.rule().wrongWith(setting.packaged()))
                        .as(setting.name())
                        .isEmpty());
    }

    @Test
    void everyNameStandsThereOnceAndSaysWhatItIs() {
        assertThat(KNOWN.names()).hasSameSizeAs(KNOWN.all());
        assertThat(KNOWN.all())
                .allSatisfy(setting ->
                        assertThat(setting.description()).as(setting.name()).isNotBlank());
    }

    /** Written a second time: what everybody may see is changed on purpose only. */
    @Test
    void whatEverybodySees() {
        assertThat(KNOWN.all().stream()
                        .filter(SettingDefinition::isPublic)
                        .map(SettingDefinition::name)
                        .sorted()
                        .toList())
                .containsExactly(
                        "account.version",
                        "api.auth.local.validate.description",
                        "api.auth.shibboleth.redirect.whitelist",
                        "api.host",
                        "api.ui.index",
                        "catalog.url",
                        "cattle.version",
                        "docker.machine.version",
                        "engine.install.url",
                        "go.machine.service.version",
                        "ipsec.service.enable.healthcheck",
                        "lb.instance.image",
                        "newest.docker.version",
                        "project.template.default.name",
                        "rancher.cli.darwin.url",
                        "rancher.cli.linux.url",
                        "rancher.cli.version",
                        "rancher.cli.windows.url",
                        "rancher.compose.darwin.url",
                        "rancher.compose.linux.url",
                        "rancher.compose.version",
                        "rancher.compose.windows.url",
                        "rancher.server.image",
                        "rancher.server.version",
                        "supported.docker.range",
                        "swarm.tls.port",
                        "telemetry.opt",
                        "ui.feedback.form",
                        "ui.show.custom.host",
                        "ui.show.system",
                        "vm.enabled");
    }

    @Test
    void secretsAreNeverPublicAndNeverSteer() {
        assertThat(KNOWN.all())
                .filteredOn(SettingDefinition::isSecret)
                .extracting(SettingDefinition::name)
                .containsExactlyInAnyOrder(
                        "api.auth.ldap.service.account.password", "api.auth.ldap.openldap.service.account.password");
        assertThat(KNOWN.all())
                .filteredOn(SettingDefinition::isSecret)
                .allMatch(setting -> !setting.isPublic() && setting.readers().isEmpty());
    }

    @Test
    void anInstallationHasDefaultsOfItsOwn() {
        var known = new KnownSettings(Map.of(KnownSettings.AGENT_IMAGE, "mine:1"));
        assertThat(known.find(KnownSettings.AGENT_IMAGE).orElseThrow().packaged())
                .isEqualTo("mine:1");
        assertThat(known.all()).hasSameSizeAs(KNOWN.all());
    }

    /** @param right values that are accepted, and some that are not */
    record Case(String name, List<String> right, List<String> wrong) {}

    static final List<Case> CASES = List.of(
            new Case(
                    "api.host",
                    List.of("", "http://10.0.0.1:8080", "https://drover.example.org", "https://drover.example.org/"),
                    List.of(
                            "drover.example.org",
                            "ftp://x",
                            "http://user@x",
                            "http://x/path",
                            "http://x?q",
                            "http://x#f",
                            "http://",
                            "http://x y",
                            "javascript:alert(1)")),
            new Case(
                    "api.auth.local.validate.url",
                    List.of("", "https://check.example.org/passwords"),
                    List.of("file:///etc/passwd", "http://u:p@x/", "https://x/?token=1")),
            new Case("project.create.default", List.of("true", "false"), List.of("", "TRUE", "yes")),
            new Case("host.remove.delay.seconds", List.of("-1", "0", "86400"), List.of("-2", "", "1.5", "1 ")),
            new Case(
                    "environment.services.port.range",
                    List.of("49153-65535", "1-1"),
                    List.of("", "0-10", "10", "20-10", "1-65536", "1-2-3")),
            new Case(
                    "modify.infrastructure.roles",
                    List.of("owner", "superadmin, admin,v1-owner"),
                    List.of("", ",", "owner,root")),
            new Case("project.set.member.roles", List.of("owner,member"), List.of("", "admin")),
            new Case("registry.default", List.of("", "quay.io", "r:5000"), List.of("a,b", "http://r", "r/x", "-r")),
            new Case(
                    "registry.whitelist",
                    List.of("", "index.docker.io, quay.io:443"),
                    List.of("quay.io/team", "quay io")),
            new Case("access.log", List.of("", "/dev/null"), List.of()),
            new Case("service_log.purge.after.seconds", List.of("1", "86400"), List.of("", "0", "a day")),
            new Case("cleanup.query_limit.rows", List.of("1", "1000"), List.of("", "0", "1000000")),
            new Case("ui.show.system", List.of("always", "never"), List.of("", "sometimes")),
            new Case("telemetry.opt", List.of("", "in", "out", "prompt"), List.of("maybe")),
            new Case("api.security.enabled", List.of(), List.of("true", "false", "")),
            new Case("api.auth.provider.configured", List.of(), List.of("none")));

    @ParameterizedTest
    @FieldSource("CASES")
    void acceptsWhatItSays(Case given) {
        SettingRule rule = KNOWN.find(given.name()).orElseThrow().rule();
        assertThat(given.right())
                .allSatisfy(value ->
                        assertThat(rule.wrongWith(value)).as("'%s'", value).isEmpty());
        assertThat(given.wrong())
                .allSatisfy(value ->
                        assertThat(rule.wrongWith(value)).as("'%s'", value).contains(rule.accepted()));
    }
}
