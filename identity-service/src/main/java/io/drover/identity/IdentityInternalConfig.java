package io.drover.identity;

import io.drover.identity.api.RegisterHandler;
import io.drover.identity.api.internal.AuditIntakeHandler;
import io.drover.identity.api.internal.AuthenticationHandler;
import io.drover.identity.api.internal.EnvironmentHandler;
import io.drover.identity.api.internal.InternalController;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuditStore;
import io.drover.identity.store.RevocationStream;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.Ids;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The internal endpoints. */
@Configuration(proxyBeanMethods = false)
class IdentityInternalConfig {
    @Bean
    InternalController.Lives lives(IdentityProperties settings, Clock clock, Ids ids) {
        return new InternalController.Lives(settings, clock, ids);
    }

    @Bean
    AuditIntakeHandler auditIntakeHandler(AuditStore audit, AccountStore accounts, Clock clock) {
        return new AuditIntakeHandler(audit, accounts, clock);
    }

    @Bean
    InternalController internalController(
            AuthenticationHandler authentication,
            EnvironmentHandler environments,
            TokenSigner signer,
            RevocationStream revocations,
            AuditIntakeHandler audit,
            RegisterHandler agents,
            InternalController.Lives lives) {
        return new InternalController(authentication, environments, signer, revocations, audit, agents, lives);
    }
}
