package io.drover.identity;

import io.drover.testkit.MariaDb;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnvironmentsOnMariaDbDriverIT extends EnvironmentsIT {
    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("identity");

    private static final Path DATA = IdentityServer.folder();

    EnvironmentsOnMariaDbDriverIT() {
        super("mariadb", DATA);
    }

    @Override
    MariaDb database() {
        return DATABASE;
    }
}
