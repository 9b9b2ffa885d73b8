package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecondFactorRequiredOnMariaDbDriverIT extends SecondFactorRequiredIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    SecondFactorRequiredOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
