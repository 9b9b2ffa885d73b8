package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class GithubOnMariaDbDriverIT extends GithubIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    GithubOnMariaDbDriverIT() {
        super("mariadb");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
