package io.drover.identity.oauth;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The few pages of the authorization endpoint: they work without scripts, without the portal, and whatever was shown by a client
 * or typed by a person is escaped.
 */
public final class OAuthPages {
    /** Address of the style sheet; the only thing a page loads. */
    public static final String STYLE = "/oauth2/style.css";

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>%s</title>
            <link rel="stylesheet" href="%s">
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """;

    private static final String SIGN_IN = """
            %s<form method="post">
            <input type="hidden" name="%s" value="%s">
            <label>Name <input name="name" value="%s" autocomplete="username" autocapitalize="none" required autofocus></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <label>Code of your authenticator <span>if you set one up</span>
            <input name="code" autocomplete="one-time-code" spellcheck="false"></label>
            <button>Sign in</button>
            </form>
            %s""";

    private static final String ELSEWHERE = """
            <p><a href="%s">Sign in with %s</a></p>
            """;

    private static final String CONSENT = """
            <p><strong>%s</strong>%s asks for access to Drover as <strong>%s</strong>.</p>
            <p>It may:</p>
            <ul>
            %s</ul>
            <p>Its answer goes to <code>%s</code>. Refuse if you did not start this yourself.</p>
            <form method="post" action="/oauth2/authorize">
            <input type="hidden" name="client_id" value="%s">
            <input type="hidden" name="state" value="%s">
            %s<button name="decision" value="approve">Allow</button>
            <button name="decision" value="refuse" class="quiet">Refuse</button>
            </form>
            """;

    private OAuthPages() {}

    /**
     * The hidden field that proves that a form came from here.
     *
     * @param name of the field
     */
    public record FormProof(String name, String value) {}

    /**
     * Where people can sign in who have no password here.
     *
     * @param title what people call it
     */
    public record Elsewhere(String title, String address) {}

    /**
     * @param name what was typed before, or the empty text
     * @param problem why the last try failed; null: there was none
     * @param elsewhere null: people sign in here only
     */
    public static String signIn(FormProof proof, String name, @Nullable String problem, @Nullable Elsewhere elsewhere) {
        String shown = problem == null ? "" : "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>\n";
        String link =
                elsewhere == null ? "" : ELSEWHERE.formatted(escaped(elsewhere.address()), escaped(elsewhere.title()));
        return page(
                "Sign in to Drover",
                SIGN_IN.formatted(shown, escaped(proof.name()), escaped(proof.value()), escaped(name), link));
    }

    /**
     * What a question for consent calls those it is about.
     *
     * @param owner who registered the client; null: it comes with Drover
     * @param account who is asked
     * @param environment the only one it asks for; null: there is none, or who is asked does not see it
     */
    public record Names(
            @Nullable String owner,
            String account,
            @Nullable String environment) {}

    /**
     * The question whether a client may act for somebody.
     *
     * @param redirectUri where the answer goes
     * @param state what proves that the answer is to this question
     */
    public static String consent(
            OAuthClient client, Names names, OAuthGrant.Request request, String redirectUri, String state) {
        TokenScope scope = TokenScope.of(request.scopes());
        StringBuilder may = new StringBuilder();
        List<String> sentences = scope.sentences(names.account(), names.environment());
        sentences.forEach(
                sentence -> may.append("<li>").append(escaped(sentence)).append("</li>\n"));
        StringBuilder scopes = new StringBuilder();
        new TreeSet<>(request.scopes())
                .forEach(word -> scopes.append("<input type=\"hidden\" name=\"scope\" value=\"")
                        .append(escaped(word))
                        .append("\">\n"));
        return page(
                "Allow access?",
                CONSENT.formatted(
                        escaped(client.name()),
                        names.owner() == null ? "" : ", registered by <strong>" + escaped(names.owner()) + "</strong>,",
                        escaped(names.account()),
                        may,
                        escaped(redirectUri),
                        escaped(client.clientId()),
                        escaped(state),
                        scopes));
    }

    /** Something that cannot be answered to the client, because it is not known or not to be believed. */
    public static String problem(String sentence) {
        return page("This cannot go on", "<p class=\"problem\" role=\"alert\">" + escaped(sentence) + "</p>");
    }

    private static String page(String title, String body) {
        return FRAME.formatted(title, STYLE, title, body);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
