package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdentityOnMySqlDriverIT extends IdentityIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    IdentityOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
