package io.drover.identity.api.oauth;

import io.drover.identity.store.AccountRow;
import io.drover.model.AccountId;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Who is signed in at the authorization endpoint: whoever shows the session that its own page opened, or a session of the portal.
 * Both are rows, so that they end with the account, and any replica knows them.
 */
final class SignedInContext implements SecurityContextRepository {
    /** Of the page's own session: short, not readable by scripts, sent to these endpoints only. */
    static final String COOKIE = "drover-oauth";

    private static final String PORTAL_COOKIE = "token";

    private final SignInClient signIns;

    SignedInContext(SignInClient signIns) {
        this.signIns = signIns;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        for (String name : new String[] {COOKIE, PORTAL_COOKIE}) {
            AccountRow account = account(request, name);
            if (account != null) {
                context.setAuthentication(new SignedInPerson(new AccountId(account.id()).toString()));
                return context;
            }
        }
        return context;
    }

    private @Nullable AccountRow account(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
                return signIns.holder(cookie.getValue());
            }
        }
        return null;
    }

    /** The page opens sessions itself. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return load(request).getAuthentication() != null;
    }
}
