package io.drover.identity.api;

import io.drover.api.resource.Resource;
import io.drover.identity.api.SessionHandler.Session;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.AccountRow;
import io.drover.model.AccountId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type {@code token} as clients read it (spec: identity sheet, 1.5). */
public final class TokenResource {
    private TokenResource() {}

    /** Who has signed in. */
    public static Map<String, @Nullable Object> of(Session session, String provider, String base) {
        Map<String, @Nullable Object> token = nobody(provider, base);
        AccountRow account = session.account();
        String id = new AccountId(account.id()).toString();
        List<Map<String, @Nullable Object>> identities = identities(session);
        token.put("jwt", session.key().isEmpty() ? null : session.key());
        token.put("accountId", id);
        token.put("authenticatedAsAccountId", id);
        token.put("user", user(session));
        token.put("userType", account.kind().wire());
        token.put("userIdentity", identities.getFirst());
        token.put("identities", identities);
        token.put("secondFactorWanted", session.isEnrolling());
        token.put("defaultProject", session.defaultProject().isEmpty() ? null : session.defaultProject());
        return token;
    }

    /** The name somebody signs in with: here, or in their directory. */
    private static String user(Session session) {
        return session.identities().isEmpty()
                ? session.account().shownLogin()
                : session.identities().getFirst().login();
    }

    private static List<Map<String, @Nullable Object>> identities(Session session) {
        return session.identities().isEmpty()
                ? List.of(identity(IdentityHandler.resource(session.account())))
                : session.identities().stream().map(TokenResource::identity).toList();
    }

    private static Map<String, @Nullable Object> identity(Resource resource) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("id", resource.id());
        identity.put("type", "identity");
        identity.putAll(resource.fields());
        return identity;
    }

    /** How to sign in. */
    static Map<String, @Nullable Object> nobody(String provider, String base) {
        Map<String, @Nullable Object> token = new LinkedHashMap<>();
        token.put("id", null);
        token.put("type", "token");
        token.put("baseType", "token");
        token.put("links", Map.of("self", base + "/token"));
        token.put("actions", Map.of());
        token.put("jwt", null);
        token.put("security", true);
        token.put("enabled", true);
        token.put("authProvider", provider);
        token.put("redirectUrl", redirectUrl(provider, base));
        return token;
    }

    static Map<String, @Nullable Object> collection(Map<String, @Nullable Object> token, String base) {
        Map<String, @Nullable Object> collection = new LinkedHashMap<>();
        collection.put("type", "collection");
        collection.put("resourceType", "token");
        collection.put("links", Map.of("self", base + "/token"));
        collection.put("createTypes", Map.of("token", base + "/token"));
        collection.put("actions", Map.of());
        collection.put("data", List.of(token));
        collection.put("sortLinks", Map.of());
        collection.put("pagination", null);
        collection.put("sort", null);
        collection.put("filters", Map.of());
        collection.put("createDefaults", Map.of());
        return collection;
    }

    /** Of a user or group of a provider of people. */
    public static Map<String, @Nullable Object> identity(DirectoryIdentity one) {
        return identity(IdentityHandler.resource(one));
    }

    /** Where a browser begins, for providers that want one. Clients add {@code redirect_uri} and {@code state}. */
    private static @Nullable String redirectUrl(String provider, String base) {
        return ProviderKind.ofProvider(provider).isPresent()
                ? ServerAddress.of(base, base).server() + "/v1-auth/signin"
                : null;
    }
}
