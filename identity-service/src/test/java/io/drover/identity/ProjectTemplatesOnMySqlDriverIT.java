package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectTemplatesOnMySqlDriverIT extends ProjectTemplatesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    ProjectTemplatesOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
