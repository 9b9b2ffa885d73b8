package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProviderOnMySqlDriverIT extends ProviderIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    ProviderOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
