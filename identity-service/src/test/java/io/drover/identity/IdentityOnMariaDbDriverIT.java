package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdentityOnMariaDbDriverIT extends IdentityIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    IdentityOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
