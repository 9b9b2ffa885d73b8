package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectoryOnMariaDbDriverIT extends DirectoryIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    DirectoryOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
