package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecondFactorRequiredOnMySqlDriverIT extends SecondFactorRequiredIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    SecondFactorRequiredOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
