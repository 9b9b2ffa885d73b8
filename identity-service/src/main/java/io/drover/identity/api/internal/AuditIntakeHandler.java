package io.drover.identity.api.internal;

import io.drover.api.audit.AuditEvent;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes what the suite's parts saw into the audit log. They know accounts; who that is as an identity is added here, before the row
 * is hashed (spec: identity sheet, 4.1).
 */
public final class AuditIntakeHandler {
    private final AuditStore audit;
    private final AccountStore accounts;
    private final Clock clock;

    public AuditIntakeHandler(AuditStore audit, AccountStore accounts, Clock clock) {
        this.audit = audit;
        this.accounts = accounts;
        this.clock = clock;
    }

    Mono<Void> take(List<AuditEvent> events) {
        Instant now = clock.instant();
        List<AuditRow> rows =
                events.stream().map(event -> AuditReading.read(event, now)).toList();
        return Flux.fromIterable(rows)
                .buffer(AuditStore.MAX_BATCH)
                .concatMap(batch -> identities(batch).flatMap(known -> audit.append(named(batch, known))))
                .then();
    }

    private Mono<Map<Long, String>> identities(List<AuditRow> rows) {
        return accounts.identities(rows.stream()
                .filter(row -> row.identity() == null)
                .map(AuditRow::authenticatedAs)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    }

    private static List<AuditRow> named(List<AuditRow> rows, Map<Long, String> known) {
        return rows.stream()
                .map(row -> {
                    Long who = row.authenticatedAs();
                    String identity = row.identity() != null || who == null ? null : known.get(who);
                    return identity == null ? row : row.as(identity);
                })
                .toList();
    }
}
