package io.drover.identity.api.oauth;

import io.drover.identity.api.oauth.ConsentClient.Question;
import io.drover.identity.api.oidc.ProviderSignInController;
import io.drover.identity.oauth.OAuthPages;
import io.drover.identity.oauth.OAuthPages.Elsewhere;
import io.drover.identity.oauth.OAuthPages.FormProof;
import io.drover.identity.oauth.RedirectUri;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.signin.SignInCode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The pages of the authorization endpoint: signing in, the question for consent, and their style sheet. Signing in leads back to the
 * authorization endpoint with the query it came with, never to an address that somebody chose.
 */
final class PageServlet extends HttpServlet {
    static final String AUTHORIZE = "/oauth2/authorize";
    static final String SIGN_IN = "/oauth2/sign-in";
    static final String CONSENT = "/oauth2/consent";

    private static final long serialVersionUID = 1L;
    private static final int GONE = 400;
    /** With it the way to a provider comes back when it led to nothing. */
    private static final String PROBLEM = "errCode";

    private static final String NO_QUESTION =
            "This question is too old, was answered, or is somebody else's: go back to the"
                    + " application and begin again.";

    private final transient SignInClient signIns;
    private final transient ConsentClient consents;

    PageServlet(SignInClient signIns, ConsentClient consents) {
        this.signIns = signIns;
        this.consents = consents;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case SIGN_IN -> signIn(request, response, 200, problemElsewhere(request));
            case CONSENT -> consent(request, response);
            case OAuthPages.STYLE -> style(response);
            default -> response.sendError(404);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getRequestURI().equals(SIGN_IN)) {
            response.sendError(404);
            return;
        }
        String name = text(request, "name");
        String code = text(request, "code");
        SignInClient.Outcome outcome = signIns.signIn(
                new SignInCode(name, text(request, "password")),
                code.isBlank() ? null : code.strip(),
                PublicRequest.clientAddress(request));
        switch (outcome) {
            case SignInClient.Outcome.Opened(String key) -> {
                response.addHeader("Set-Cookie", cookie(key, request.isSecure()));
                Pages.redirect(response, AUTHORIZE + query(request));
            }
            case SignInClient.Outcome.Failed(int status, String sentence) ->
                signIn(request, response, status, sentence);
        }
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response, int status, @Nullable String problem)
            throws IOException {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        FormProof proof = new FormProof(token.getParameterName(), token.getToken());
        String page = OAuthPages.signIn(proof, text(request, "name"), problem, elsewhere(request));
        Pages.write(response, status, page, "");
    }

    private @Nullable Elsewhere elsewhere(HttpServletRequest request) {
        ProviderKind provider = signIns.provider();
        if (provider == null) {
            return null;
        }
        String back = UriComponentsBuilder.fromUriString(AUTHORIZE + query(request))
                .replaceQueryParam(PROBLEM)
                .replaceQueryParam("error_description")
                .build()
                .toUriString();
        return new Elsewhere(
                provider.title(),
                ProviderSignInController.SIGN_IN + "?session&redirect_uri="
                        + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }

    /** Said in our own words: the address, and with it the provider's, could be anybody's. */
    private static @Nullable String problemElsewhere(HttpServletRequest request) {
        return request.getParameter(PROBLEM) == null
                ? null
                : "You were not signed in there. Try again, or sign in with name and password;"
                        + " with a second factor of Drover's own only the latter works here.";
    }

    private void consent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String state = text(request, "state");
        Principal person = request.getUserPrincipal();
        Optional<Question> found = consents.question(state, person == null ? null : person.getName());
        if (found.isEmpty()) {
            Pages.write(response, GONE, OAuthPages.problem(NO_QUESTION), "");
            return;
        }
        Question question = found.get();
        String page = OAuthPages.consent(
                question.client(), question.names(), question.request(), question.redirectUri(), state);
        Pages.write(response, 200, page, " " + RedirectUri.source(question.redirectUri()));
    }

    private static void style(HttpServletResponse response) throws IOException {
        try (InputStream file = OAuthPages.class.getResourceAsStream("style.css")) {
            if (file == null) {
                throw new IllegalStateException("the style sheet is not in the program");
            }
            response.setContentType("text/css; charset=utf-8");
            file.transferTo(response.getOutputStream());
        }
    }

    private static String cookie(String key, boolean isSecure) {
        return ResponseCookie.from(SignedInContext.COOKIE, key)
                .path("/oauth2")
                .httpOnly(true)
                .secure(isSecure)
                .sameSite("Lax")
                .maxAge(SignInClient.LIFE)
                .build()
                .toString();
    }

    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? "" : "?" + query;
    }

    private static String text(HttpServletRequest request, String parameter) {
        String value = request.getParameter(parameter);
        return value == null ? "" : value;
    }
}
