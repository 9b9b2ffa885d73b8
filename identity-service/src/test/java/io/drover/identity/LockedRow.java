package io.drover.identity;

import io.drover.identity.IdentityServer.Answer;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A row that somebody else is changing: requests that change it, too, wait for it, and go on at the same moment. */
final class LockedRow {
    private LockedRow() {}

    /** The answers to requests that all waited for the row. */
    static List<Answer> behind(MariaDb database, String table, String publicId, List<Callable<Answer>> requests)
            throws Exception {
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .executeQuery("select * from " + table + " where id = " + publicId.replaceAll("^1[a-z]+", "")
                            + " for update");
            requests.forEach(request -> answers.add(threads.submit(request)));
            // The server renews what it shows of transactions only for who has not looked for a tenth of a second.
            Awaitility.await().pollInterval(Duration.ofMillis(300)).until(() -> waiting(connection) >= requests.size());
            connection.rollback();
        }
        List<Answer> all = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            all.add(answer.get(20, TimeUnit.SECONDS));
        }
        return all;
    }

    private static long waiting(Connection connection) throws SQLException {
        try (var rows = connection
                .createStatement()
                .executeQuery("select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
