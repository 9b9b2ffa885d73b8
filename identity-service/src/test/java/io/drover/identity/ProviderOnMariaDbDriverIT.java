package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProviderOnMariaDbDriverIT extends ProviderIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    ProviderOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
