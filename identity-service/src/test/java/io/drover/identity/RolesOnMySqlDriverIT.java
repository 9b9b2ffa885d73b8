package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesOnMySqlDriverIT extends RolesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    RolesOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
