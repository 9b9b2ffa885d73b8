package io.drover.identity;

import io.drover.testkit.MariaDb;
import org.junit.jupiter.api.extension.RegisterExtension;

class GithubOnMySqlDriverIT extends GithubIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    GithubOnMySqlDriverIT() {
        super("mysql");
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
