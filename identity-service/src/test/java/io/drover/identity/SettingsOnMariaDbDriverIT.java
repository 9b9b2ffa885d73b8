package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsOnMariaDbDriverIT extends SettingsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    SettingsOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
