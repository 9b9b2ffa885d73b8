package io.drover.identity.api.audit;

import io.drover.api.ApiException;
import io.drover.api.request.FilterReader;
import io.drover.api.resource.Filter;
import io.drover.api.resource.ListQuery;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerHandler;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.AuditLogHandler;
import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.drover.identity.store.AuditChainStore;
import io.drover.identity.store.AuditChainStore.End;
import io.drover.identity.store.AuditCheckpointStore;
import io.drover.identity.store.AuditEntry;
import io.drover.identity.store.AuditStore;
import io.drover.model.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The audit log as a whole, beside the resource API's lists: exports for all who may list, each what they may list; the chain
 * and its checkpoints for administrators.
 */
@RestController
public final class AuditController {
    public static final String EXPORT = "/v2-beta/auditlogs/export";
    public static final String CHAIN = "/v2-beta/auditlogs/chain";
    public static final String CHECKPOINTS = "/v2-beta/auditlogs/checkpoints";

    private static final int PAGE = 200;
    private static final FilterReader FILTERS = new FilterReader(AuditLogType.AUDIT_LOG);

    private final AuditStore rows;
    private final AuditChainStore chain;
    private final AuditCheckpointStore checkpoints;
    private final AuditSealHandler seals;

    public AuditController(
            AuditStore rows, AuditChainStore chain, AuditCheckpointStore checkpoints, AuditSealHandler seals) {
        this.rows = rows;
        this.chain = chain;
        this.checkpoints = checkpoints;
        this.seals = seals;
    }

    /** Where the chain stands: both ends, public keys, the last checkpoint, and what does not fit. */
    @GetMapping(path = CHAIN, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Map<String, @Nullable Object>> state() {
        return Mono.zip(chain.read(End.TAIL), chain.read(End.HEAD), chain.strangers())
                .flatMap(found -> {
                    Map<String, @Nullable Object> state =
                            AuditExport.chain(found.getT1(), found.getT2(), seals.keys(), found.getT3());
                    state.put("rows", found.getT2().sequence() - found.getT1().sequence());
                    state.put(
                            "broken",
                            seals.broken().map(place -> place.sentence()).orElse(null));
                    return checkpoints
                            .newest()
                            .map(AuditExport::checkpoint)
                            .map(last -> {
                                state.put("lastCheckpoint", last);
                                return state;
                            })
                            .defaultIfEmpty(state);
                });
    }

    /** Signs what is there now and answers the checkpoint, to be kept elsewhere. */
    @PostMapping(path = CHECKPOINTS, produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Map<String, @Nullable Object>> checkpoint() {
        return seals.checkpoint(Checkpoint.Kind.DEMAND)
                .map(AuditExport::checkpoint)
                .switchIfEmpty(Mono.error(() -> new ApiException.Conflict(
                        "NothingToSign", "the audit log is empty: there is nothing to sign yet")))
                .onErrorMap(
                        AuditSealHandler.Broken.class,
                        found -> new ApiException.Conflict(
                                "AuditLogBroken",
                                "the audit log is not signed, because it does not fit: "
                                        + found.place().sentence()
                                        + "; look at it with 'drover audit verify'"));
    }

    /** All rows the caller may list, in the chain's order; filters as in lists, {@code format} is {@code jsonl} or {@code csv}. */
    @GetMapping(EXPORT)
    Mono<ResponseEntity<Flux<DataBuffer>>> export(ServerHttpRequest request) {
        return CallerHandler.current().map(caller -> {
            Map<String, List<String>> query = request.getQueryParams();
            String format = request.getQueryParams().getFirst("format");
            return switch (format == null ? "jsonl" : format) {
                case "jsonl" -> answer("application/x-ndjson", "audit.jsonl", jsonLines(caller, query));
                case "csv" -> answer("text/csv;charset=UTF-8", "audit.csv", csv(caller, query));
                default ->
                    throw new ApiException.BadRequest(
                            "InvalidFormat", "format is 'jsonl' or 'csv', not '" + format + "'");
            };
        });
    }

    private static ResponseEntity<Flux<DataBuffer>> answer(String type, String file, Flux<String> text) {
        Flux<DataBuffer> bytes =
                text.map(some -> DefaultDataBufferFactory.sharedInstance.wrap(some.getBytes(StandardCharsets.UTF_8)));
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .body(bytes);
    }

    private Flux<String> jsonLines(Caller caller, Map<String, List<String>> query) {
        List<Filter> filters = FILTERS.read(query).filters();
        Long account = AuditLogHandler.scope(caller);
        Function<AuditEntry, String> line = entry -> AuditExport.json(AuditExport.row(entry));
        if (account != null || !filters.isEmpty() || caller.role() != Role.ADMIN) {
            return ends().flatMapMany(ends -> pages(account, filters, ends, line, new AtomicLong()));
        }
        return ends().flatMapMany(ends -> {
            AtomicLong sent = new AtomicLong();
            return Flux.concat(
                    chain.strangers()
                            .map(strangers -> AuditExport.json(
                                    AuditExport.chain(ends.tail(), ends.head(), seals.keys(), strangers))),
                    checkpoints
                            .from(ends.tail().sequence())
                            .filter(one -> one.at().sequence() <= ends.head().sequence())
                            .map(one -> AuditExport.json(AuditExport.checkpoint(one))),
                    pages(null, filters, ends, line, sent),
                    Mono.fromSupplier(() -> AuditExport.json(AuditExport.end(sent.get()))));
        });
    }

    private Flux<String> csv(Caller caller, Map<String, List<String>> query) {
        List<Filter> filters = FILTERS.read(query).filters();
        return ends().flatMapMany(ends -> Flux.concat(
                Mono.just(AuditExport.csvHeader()),
                pages(AuditLogHandler.scope(caller), filters, ends, AuditExport::csv, new AtomicLong())));
    }

    private record Ends(ChainPoint tail, ChainPoint head) {}

    private Mono<Ends> ends() {
        return Mono.zip(chain.read(End.TAIL), chain.read(End.HEAD), Ends::new);
    }

    /** The lines of a page at a time: the next is read when the client took this one. */
    private Flux<String> pages(
            @Nullable Long account,
            List<Filter> filters,
            Ends ends,
            Function<AuditEntry, String> line,
            AtomicLong sent) {
        ListQuery query = new ListQuery(filters, null, PAGE - 1, 0, false, null, Map.of());
        SqlList list = SqlList.of(query, AuditStore.COLUMNS, "l.id");
        return page(account, list, ends.tail().sequence(), ends.head().sequence())
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(
                                account,
                                list,
                                sequence(page.getLast()),
                                ends.head().sequence()))
                .doOnNext(page -> sent.addAndGet(page.size()))
                .map(page -> {
                    StringBuilder lines = new StringBuilder();
                    page.forEach(entry -> lines.append(line.apply(entry)));
                    return lines.toString();
                });
    }

    private Mono<List<AuditEntry>> page(@Nullable Long account, SqlList list, long after, long until) {
        return rows.chained(account, list, after, until).collectList();
    }

    private static long sequence(AuditEntry entry) {
        return entry.chained().link().sequence();
    }
}
