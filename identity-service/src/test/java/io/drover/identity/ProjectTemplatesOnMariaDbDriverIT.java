package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectTemplatesOnMariaDbDriverIT extends ProjectTemplatesIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    ProjectTemplatesOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
