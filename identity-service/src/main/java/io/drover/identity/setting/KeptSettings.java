package io.drover.identity.setting;

import static io.drover.identity.setting.SettingDefinition.of;

import io.drover.identity.setting.SettingRule.Text;
import io.drover.identity.setting.SettingRule.Whole;
import java.util.List;

/**
 * Settings that pages and scripts of the reference read and write, about parts that do not exist here: they are kept and have no
 * effect, and say so (spec: identity sheet, 4.3 and 4.4). {@code secrets.backend} is not among them: it is chosen when the
 * server starts, and a value that is only kept would be taken for the truth.
 */
final class KeptSettings {
    private static final String NO_EFFECT = " (kept, without an effect here)";
    private static final Text TEXT = new Text(65_535);
    private static final long YEARS = 315_360_000;

    private KeptSettings() {}

    static List<SettingDefinition> all() {
        return List.of(
                // What pages ask for as somebody who is no administrator.
                text("docker.machine.version", "", "version of the program that makes machines")
                        .open(),
                text("go.machine.service.version", "", "version of the service that makes machines")
                        .open(),
                text("swarm.tls.port", "", "port of a Swarm's managers").open(),
                text("ipsec.service.enable.healthcheck", "", "health checks of the overlay network")
                        .open(),
                text("api.auth.shibboleth.redirect.whitelist", "", "domains a SAML sign-in may return to")
                        .open(),
                // What the page of advanced settings shows.
                text("access.log", "", "file of requests"),
                text("api.interceptor.config", "", "programs that look at requests first"),
                text("api.proxy.allow", "false", "requests to providers of machines through this server"),
                text("api.proxy.whitelist", "", "addresses such requests may go to"),
                number("container.event.max.size", "150", "events of a host that may wait"),
                number("db.maxtotal", "1000", "connections to the database"),
                number("db.maxidle", "1000", "idle connections to the database"),
                number("db.prep.stmt.cache.size", "50", "prepared statements of a connection"),
                text("graphite.host", "", "server that figures are sent to"),
                text("graphite.port", "2003", "port of that server"),
                text("graphite.options", "", "options of sending figures"),
                seconds("events.purge.after.seconds", "43200", "events of containers"),
                seconds("main_tables.purge.after.seconds", "172800", "rows of removed resources"),
                seconds("mount_delete.purge.after.seconds", "3600", "removed mounts"),
                seconds("process_instance.purge.after.seconds", "3600", "processes"),
                text("project.template.defaults", "false", "project templates come from catalogs"),
                text("upgrade.manager", "none", "stacks of the system that are upgraded by themselves"));
    }

    private static SettingDefinition text(String name, String packaged, String description) {
        return of(name, packaged, TEXT, description + NO_EFFECT);
    }

    private static SettingDefinition number(String name, String packaged, String description) {
        return of(name, packaged, new Whole(0, Integer.MAX_VALUE), description + NO_EFFECT);
    }

    private static SettingDefinition seconds(String name, String packaged, String what) {
        return of(name, packaged, new Whole(1, YEARS), "age at which these go, in seconds: " + what + NO_EFFECT);
    }
}
