package io.drover.identity.api.oauth;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Who is signed in at the authorization endpoint, by the public id of the account. */
final class SignedInPerson extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final String account;

    SignedInPerson(String account) {
        super(List.of());
        this.account = account;
        setAuthenticated(true);
    }

    @Override
    public String getPrincipal() {
        return account;
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
