package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsOnMySqlDriverIT extends SettingsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    SettingsOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
