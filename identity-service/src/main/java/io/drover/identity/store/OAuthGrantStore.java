package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.oauth.OAuthGrant.Holder;
import io.drover.identity.oauth.OAuthGrant.Issued;
import io.drover.identity.oauth.OAuthGrant.Tokens;
import io.drover.model.WireId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Grants as the protocol needs them. What is found can be used: its account is active, and so is the client, with
 * its owner, or the key it was given to.
 */
public final class OAuthGrantStore {
    /** Joins the grant {@code g} with all that it depends on. */
    static final String LIVE = " from oauth_grant g join account a on a.id = g.account_id and a.state = 'active'"
            + " and a.access_refused is null"
            + " left join oauth_client o on o.id = g.oauth_client_id left join account owner on owner.id = o.account_id"
            + " left join credential c on c.id = g.credential_id where (o.id is null or (o.state = 'active'"
            + " and owner.state = 'active' and owner.access_refused is null)) and (c.id is null or c.state = 'active') and ";

    private static final String SELECT = "select g.*" + LIVE;

    /** How a hash is looked up. */
    public enum By {
        CONSENT("consent_hash"),
        CODE("code_hash"),
        ACCESS("access_hash"),
        REFRESH("refresh_hash");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    private final DatabaseClient database;
    private final JsonMapper json;

    public OAuthGrantStore(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** The grant with that hash, unless all of it has expired; whether the one secret has is the protocol's question. */
    public Mono<OAuthGrant> find(By by, String hash, Instant now) {
        return database.sql(SELECT + "g." + by.column + " = :hash and g.expires > :now")
                .bind("hash", hash)
                .bind("now", utc(now))
                .map(this::row)
                .one();
    }

    public Mono<OAuthGrant> byUuid(String uuid) {
        return database.sql(SELECT + "g.uuid = :uuid")
                .bind("uuid", uuid)
                .map(this::row)
                .one();
    }

    /** The row of that version, locked until the transaction ends; empty: somebody else changed it, or it is gone. */
    public Mono<OAuthGrant> lock(String uuid, long version) {
        return database.sql("select g.* from oauth_grant g where g.uuid = :uuid and g.version = :version for update")
                .bind("uuid", uuid)
                .bind("version", version)
                .map(this::row)
                .one();
    }

    /** Number of the grant that had a refresh token before it was exchanged. */
    public Mono<Long> spentFor(String refreshHash) {
        return database.sql("select grant_id from oauth_spent where token_hash = :hash")
                .bind("hash", refreshHash)
                .map(row -> number(row, "grant_id"))
                .one();
    }

    public Mono<Long> spend(String refreshHash, long grant) {
        return database.sql("insert into oauth_spent (token_hash, grant_id) values (:hash, :grant)")
                .bind("hash", refreshHash)
                .bind("grant", grant)
                .fetch()
                .rowsUpdated();
    }

    /** Answers the number. */
    public Mono<Long> insert(OAuthGrant grant, Instant now, Instant expires) {
        String client = grant.holder().client();
        GenericExecuteSpec sql = database.sql("insert into oauth_grant (uuid, version, account_id, client_id,"
                        + " oauth_client_id, credential_id, grant_type, scopes, request, created, expires, consent_hash,"
                        + " code_hash, code_issued, code_expires, code_ended, access_hash, access_issued, access_expires,"
                        + " refresh_hash, refresh_issued, refresh_expires) values (:uuid, 1, :account, :client,"
                        + " :registered, :credential, :type, :scopes, :request, :created, :expires, :consent, :code,"
                        + " :codeAt, :codeEnd, :codeEnded, :access, :accessAt, :accessEnd, :refresh, :refreshAt,"
                        + " :refreshEnd)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", grant.uuid())
                .bind("account", grant.holder().account())
                .bind("client", grant.holder().clientId())
                .bind("type", grant.grantType())
                .bind("created", utc(now));
        sql = bind(sql, "registered", Long.class, numberOf("1oc", client));
        sql = bind(sql, "credential", Long.class, numberOf("1c", client));
        sql = bindText(sql, "request", grant.request() == null ? null : json.writeValueAsString(grant.request()));
        return state(sql, grant, expires).map(row -> number(row, "id")).one();
    }

    /** Only where the version is the grant's; answers how many rows changed. */
    public Mono<Long> update(OAuthGrant grant, Instant expires) {
        GenericExecuteSpec sql = database.sql("update oauth_grant set version = version + 1, scopes = :scopes,"
                        + " expires = :expires, consent_hash = :consent, code_hash = :code, code_issued = :codeAt,"
                        + " code_expires = :codeEnd, code_ended = :codeEnded, access_hash = :access,"
                        + " access_issued = :accessAt, access_expires = :accessEnd, refresh_hash = :refresh,"
                        + " refresh_issued = :refreshAt, refresh_expires = :refreshEnd"
                        + " where uuid = :uuid and version = :version")
                .bind("uuid", grant.uuid())
                .bind("version", grant.version());
        return state(sql, grant, expires).fetch().rowsUpdated();
    }

    private static GenericExecuteSpec state(GenericExecuteSpec statement, OAuthGrant grant, Instant expires) {
        Tokens tokens = grant.tokens();
        GenericExecuteSpec sql = statement
                .bind("scopes", String.join(" ", new TreeSet<>(grant.scopes())))
                .bind("expires", utc(expires))
                .bind("codeEnded", tokens.codeEnded());
        sql = bindText(sql, "consent", tokens.consent());
        sql = issued(sql, "code", tokens.code());
        sql = issued(sql, "access", tokens.access());
        return issued(sql, "refresh", tokens.refresh());
    }

    private static GenericExecuteSpec issued(GenericExecuteSpec sql, String name, @Nullable Issued one) {
        GenericExecuteSpec bound = bindText(sql, name, one == null ? null : one.hash());
        bound = bind(bound, name + "At", LocalDateTime.class, one == null ? null : utc(one.at()));
        return bind(bound, name + "End", LocalDateTime.class, one == null ? null : utc(one.expires()));
    }

    private static @Nullable Long numberOf(String prefix, String client) {
        return client.matches(prefix + "\\d+")
                ? Long.valueOf(WireId.parse(client).orElse(0))
                : null;
    }

    private OAuthGrant row(Readable row) {
        String request = textOrNull(row, "request");
        return new OAuthGrant(
                text(row, "uuid"),
                number(row, "id"),
                number(row, "version"),
                new Holder(number(row, "account_id"), client(row), text(row, "client_id")),
                text(row, "grant_type"),
                Set.copyOf(OAuthClientStore.words(text(row, "scopes"))),
                request == null ? null : json.readValue(request, OAuthGrant.Request.class),
                new Tokens(
                        textOrNull(row, "consent_hash"),
                        issued(row, "code"),
                        flag(row, "code_ended"),
                        issued(row, "access"),
                        issued(row, "refresh")));
    }

    private static String client(Readable row) {
        Long registered = numberOrNull(row, "oauth_client_id");
        Long credential = numberOrNull(row, "credential_id");
        if (registered != null) {
            return WireId.format("oc", registered);
        }
        return credential == null ? text(row, "client_id") : WireId.format("c", credential);
    }

    private static @Nullable Issued issued(Readable row, String name) {
        String hash = textOrNull(row, name + "_hash");
        return hash == null
                ? null
                : new Issued(
                        hash,
                        instant(row, name + "_issued"),
                        Objects.requireNonNull(instantOrNull(row, name + "_expires")));
    }
}
