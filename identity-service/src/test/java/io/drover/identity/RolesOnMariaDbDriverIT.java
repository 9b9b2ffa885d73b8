package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesOnMariaDbDriverIT extends RolesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    RolesOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
