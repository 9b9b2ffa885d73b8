package io.drover.identity;

import io.drover.identity.api.AccountHandler;
import io.drover.identity.api.ApiKeyHandler;
import io.drover.identity.api.CredentialHandler;
import io.drover.identity.api.CredentialWriteHandler;
import io.drover.identity.api.EnvironmentHealthClient;
import io.drover.identity.api.IdentityHandler;
import io.drover.identity.api.LocalAuthConfigHandler;
import io.drover.identity.api.PasswordHandler;
import io.drover.identity.api.ProjectHandler;
import io.drover.identity.api.ProjectMemberHandler;
import io.drover.identity.api.ProjectTemplateHandler;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.RegisterHandler;
import io.drover.identity.api.RegistrationTokenHandler;
import io.drover.identity.api.SecondFactorHandler;
import io.drover.identity.api.UserPreferenceHandler;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.store.DirectoryStore;
import io.drover.identity.store.MemberStore;
import io.drover.identity.store.OAuthClientStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.identity.store.ProjectStore;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.identity.store.SecondFactorStore;
import io.drover.identity.store.UserPreferenceStore;
import io.drover.runtime.Ids;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** A handler for each resource type. */
@Configuration(proxyBeanMethods = false)
class IdentityResourceConfig {
    @Bean
    AccountHandler accountHandler(
            AccountHandler.Stores stores, ProjectHandler projects, ChangeStore changes, Ids ids, Clock clock) {
        return new AccountHandler(stores, projects, changes, ids, clock);
    }

    @Bean
    AccountHandler.Stores accountStores(
            AccountStore accounts, CredentialStore credentials, AuthTokenStore sessions, OAuthClientStore clients) {
        return new AccountHandler.Stores(accounts, credentials, sessions, clients);
    }

    @Bean
    CredentialWriteHandler credentialWriteHandler(
            CredentialStore credentials, OAuthTokenStore tokens, ChangeStore changes, Clock clock) {
        return new CredentialWriteHandler(credentials, tokens, changes, clock);
    }

    @Bean
    ApiKeyHandler apiKeyHandler(
            CredentialStore credentials,
            AccountStore accounts,
            MemberStore members,
            CredentialWriteHandler writes,
            Ids ids,
            RandomGenerator random) {
        return new ApiKeyHandler(credentials, accounts, members, writes, ids, random);
    }

    @Bean
    PasswordHandler passwordHandler(
            CredentialStore credentials,
            PasswordHandler.Owners owners,
            CredentialWriteHandler writes,
            ChangeStore changes,
            PasswordHandler.Passwords passwords,
            Ids ids) {
        return new PasswordHandler(credentials, owners, writes, changes, passwords, ids);
    }

    @Bean
    PasswordHandler.Owners passwordOwners(
            AccountStore accounts,
            AccountIdentityStore identities,
            DirectoryStore directories,
            AuthTokenStore sessions) {
        return new PasswordHandler.Owners(accounts, identities, directories, sessions);
    }

    @Bean
    LocalAuthConfigHandler localAuthConfigHandler(
            LocalAuthConfigHandler.Stores stores,
            ChangeStore changes,
            PasswordHandler.Passwords passwords,
            Ids ids,
            Clock clock) {
        return new LocalAuthConfigHandler(stores, changes, passwords, ids, clock);
    }

    @Bean
    LocalAuthConfigHandler.Stores localAuthConfigStores(
            AccountStore accounts, CredentialStore credentials, AuthTokenStore sessions) {
        return new LocalAuthConfigHandler.Stores(accounts, credentials, sessions);
    }

    @Bean
    CredentialHandler credentialHandler(CredentialStore credentials) {
        return new CredentialHandler(credentials);
    }

    @Bean
    ProjectWriteHandler projectWriteHandler(
            ProjectWriteHandler.Stores stores,
            ChangeStore changes,
            DirectoryHandler directory,
            ProjectTemplateHandler templates,
            LiveSettings settings,
            Ids ids,
            Clock clock) {
        return new ProjectWriteHandler(stores, changes, directory, templates, settings, ids, clock);
    }

    @Bean
    ProjectWriteHandler.Stores projectWriteStores(
            AccountStore accounts,
            ProjectStore projects,
            MemberStore members,
            CredentialStore credentials,
            AgentStore agents,
            CustomRoleStore roles,
            ProjectTemplateStore templates) {
        return new ProjectWriteHandler.Stores(accounts, projects, members, credentials, agents, roles, templates);
    }

    @Bean
    ProjectHandler projectHandler(
            ProjectStore projects,
            MemberStore members,
            ProjectWriteHandler writes,
            EnvironmentHealthClient health,
            LiveSettings settings) {
        return new ProjectHandler(projects, members, writes, health, settings);
    }

    @Bean
    ProjectMemberHandler projectMemberHandler(MemberStore members) {
        return new ProjectMemberHandler(members);
    }

    @Bean
    RegistrationTokenHandler registrationTokenHandler(
            CredentialStore credentials,
            CredentialWriteHandler writes,
            EnvelopeKey envelope,
            RandomGenerator random,
            Ids ids,
            Clock clock,
            LiveSettings settings) {
        return new RegistrationTokenHandler(
                credentials, writes, new RegistrationTokenHandler.Secrets(envelope, random, ids, clock), settings);
    }

    @Bean
    RegisterHandler registerHandler(
            RegisterHandler.Stores stores, ChangeStore changes, EnvelopeKey envelope, RegisterHandler.Sources sources) {
        return new RegisterHandler(stores, changes, envelope, sources);
    }

    @Bean
    RegisterHandler.Stores registerStores(AgentStore agents, AccountStore accounts, CredentialStore credentials) {
        return new RegisterHandler.Stores(agents, accounts, credentials);
    }

    @Bean
    RegisterHandler.Sources registerSources(Ids ids, Clock clock, RandomGenerator random) {
        return new RegisterHandler.Sources(ids, clock, random);
    }

    @Bean
    IdentityHandler identityHandler(
            AccountStore accounts, AccountIdentityStore identities, DirectoryHandler directory) {
        return new IdentityHandler(accounts, identities, directory);
    }

    @Bean
    UserPreferenceHandler userPreferenceHandler(
            DatabaseClient database, AccountStore accounts, ChangeStore changes, Ids ids, Clock clock) {
        return new UserPreferenceHandler(new UserPreferenceStore(database), accounts, changes, ids, clock);
    }

    @Bean
    SecondFactorHandler secondFactorHandler(
            SecondFactorStore factors,
            SecondFactorCheckHandler checks,
            AuthTokenStore sessions,
            ChangeStore changes,
            EnvelopeKey envelope,
            RandomGenerator random,
            Clock clock) {
        return new SecondFactorHandler(
                factors, checks, sessions, changes, new SecondFactorHandler.Sources(envelope, random, clock));
    }
}
