package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectoryOnMySqlDriverIT extends DirectoryIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    DirectoryOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
