package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserPreferencesOnMySqlDriverIT extends UserPreferencesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    UserPreferencesOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
