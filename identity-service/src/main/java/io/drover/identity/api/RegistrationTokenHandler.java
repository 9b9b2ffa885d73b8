package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.internal.AuthenticationHandler;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.RegistrationToken;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.runtime.Ids;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/**
 * What lets hosts into an environment (spec: hosts and network, 1.1). The token is computed when it is read: its secret is
 * sealed in the database and never shown.
 */
public final class RegistrationTokenHandler implements ResourceHandler {
    private final CredentialStore credentials;
    private final CredentialWriteHandler writes;
    private final Secrets secrets;
    private final LiveSettings settings;

    /** What tokens are made of. */
    public record Secrets(EnvelopeKey envelope, RandomGenerator random, Ids ids, Clock clock) {}

    public RegistrationTokenHandler(
            CredentialStore credentials, CredentialWriteHandler writes, Secrets secrets, LiveSettings settings) {
        this.credentials = credentials;
        this.writes = writes;
        this.secrets = secrets;
        this.settings = settings;
    }

    @Override
    public ResourceType type() {
        return RegistrationTypes.REGISTRATION_TOKEN;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, CredentialStore.COLUMNS, "c.id");
        return credentials
                .list(Wire.environment(caller), CredentialKind.REGISTRATION_TOKEN, list)
                .concatMap(this::shown)
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return credentials
                .find(id)
                .filter(row ->
                        row.kind() == CredentialKind.REGISTRATION_TOKEN && row.account() == Wire.environment(caller))
                .flatMap(this::shown);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        requireInfrastructure(caller);
        byte[] secret = KeyText.secretKey(secrets.random()).getBytes(StandardCharsets.US_ASCII);
        return writes.create(new CredentialRow.New(
                        secrets.ids().uuid(),
                        Wire.environment(caller),
                        CredentialKind.REGISTRATION_TOKEN,
                        input.text("name"),
                        input.text("description"),
                        KeyText.accessKey(secrets.random()),
                        null,
                        secrets.envelope().seal(AuthenticationHandler.REGISTRATION_PURPOSE, secret, secrets.random())))
                .flatMap(this::shown);
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        requireInfrastructure(caller);
        return writes.rename(id, changes).flatMap(this::shown);
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        requireInfrastructure(caller);
        return writes.remove(id).flatMap(this::shown);
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return writes.act(id, action).flatMap(this::shown);
    }

    /** Who may change what belongs to the system may bring hosts in (spec: identity sheet, 3.3). */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return mayBringHosts(caller);
    }

    private boolean mayBringHosts(Caller caller) {
        return settings.words(SettingName.INFRASTRUCTURE_ROLES, "owner,member,project")
                .contains(caller.role().wire());
    }

    private void requireInfrastructure(Caller caller) {
        if (!mayBringHosts(caller)) {
            throw new ApiException.Forbidden("Cannot change registration tokens: the role '"
                    + caller.role().wire() + "' is not in the setting " + SettingName.INFRASTRUCTURE_ROLES);
        }
    }

    /** The address is there for every request, see the filter of the wiring. */
    private Mono<Resource> shown(CredentialRow row) {
        return Mono.deferContextual(context -> {
            ServerAddress base = context.get(ServerAddress.class);
            return Mono.just(resource(row, base.orAsSet(settings.text(SettingName.API_HOST, ""))));
        });
    }

    private Resource resource(CredentialRow row, ServerAddress base) {
        String image = settings.text(KnownSettings.AGENT_IMAGE, "");
        Resource resource = Wire.credential("registrationToken", row).with("image", image);
        String secret = AuthenticationHandler.registrationSecret(secrets.envelope(), row);
        if (secret == null) {
            return resource;
        }
        String token = RegistrationToken.issue(
                        row.publicValue(), secret, secrets.clock().instant())
                .text();
        return resource.with("token", token).with("command", RegistrationCommand.of(base, token, image));
    }
}
