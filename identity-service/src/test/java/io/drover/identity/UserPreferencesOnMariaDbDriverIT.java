package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserPreferencesOnMariaDbDriverIT extends UserPreferencesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    UserPreferencesOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
