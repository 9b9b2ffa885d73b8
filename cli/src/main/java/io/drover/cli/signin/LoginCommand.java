package io.drover.cli.signin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.invocation.Command;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.invocation.Options;
import io.drover.cli.invocation.Parsed;
import io.drover.cli.json.Json;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import io.drover.cli.settings.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code login}: by name, password and second factor (spec: identity, catalog, portal, cli, 1.5), through the browser, or with
 * an API key; then the environment. Remembers all of it, so that later commands ask for nothing but the answer.
 */
public final class LoginCommand implements Command {
    private static final String REQUIRED = "SecondFactorRequired";
    private static final String WRONG = "SecondFactorWrong";
    /** Of codes, before the command gives up. */
    private static final int ATTEMPTS = 3;

    private static final String USUAL_SERVER = "http://localhost:8080";

    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "NAME", "who signs in", "-u", "--user");
        Options.flag(
                spec,
                "read the password from standard input, and from a second line the code of a second factor",
                "--password-stdin");
        Options.flag(spec, "sign in through the browser", "--web");
        Options.words(spec, "URL", "0..1", "the server: the last one, or " + USUAL_SERVER);
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        Settings before = context.settings();
        ServerUrl server = parsed.atMost(1)
                .firstWord()
                .map(ServerUrl::parse)
                .orElseGet(() -> before.server() == null ? ServerUrl.parse(USUAL_SERVER) : before.server());
        Trust trust = trust(server, before, context);
        boolean withKey = before.credential() instanceof Credential.KeyPair
                && (context.flags().given().accessKey() != null
                        || !context.variable("DROVER_ACCESS_KEY").isEmpty());
        SignedIn signedIn = withKey
                ? new SignedIn(new Settings(server, before.credential(), null, null, trust), "", false)
                : parsed.flag("--web") ? byBrowser(server, trust, context) : byPassword(server, trust, parsed, context);
        if (signedIn.wantsSecondFactor()) {
            setUpFirst(signedIn, context);
        }
        ApiClient api = context.client(signedIn.settings());
        List<Resource> environments = api.list("/projects");
        Optional<Resource> chosen = choose(environments, server, before, signedIn, context);
        Settings settings = chosen.map(
                        environment -> signedIn.settings().inEnvironment(environment.id(), environment.name()))
                .orElse(signedIn.settings());
        context.settingsFile().write(settings);
        String where = chosen.map(environment -> ", environment " + environment.name() + " (" + environment.id() + ")")
                .orElse("; you have no environment yet: 'drover env create NAME' makes one");
        context.terminal().result("logged in to " + server.base() + where);
        return ExitCode.OK;
    }

    /** What is remembered of one server says nothing about another. */
    private static Trust trust(ServerUrl server, Settings before, CommandContext context) {
        boolean sameServer = before.server() != null && before.server().base().equals(server.base());
        return sameServer ? before.trust() : context.givenTrust();
    }

    /**
     * @param preferred id of the environment the server suggests, or empty
     * @param wantsSecondFactor one has to be set up before anything else
     */
    private record SignedIn(Settings settings, String preferred, boolean wantsSecondFactor) {}

    private static SignedIn byBrowser(ServerUrl server, Trust trust, CommandContext context) {
        Settings anonymous = new Settings(server, null, null, null, trust);
        return new SignedIn(anonymous.as(WebSignIn.run(context, anonymous)), "", false);
    }

    /** The sign-in is remembered first: where nobody can be asked, the next command goes on with it. */
    private static void setUpFirst(SignedIn signedIn, CommandContext context) {
        context.settingsFile().write(signedIn.settings());
        if (!context.prompt().isPossible()) {
            throw CliFailure.of("this installation asks for a second factor and your account has none: set one up with"
                    + " 'drover second-factor setup'; until then nothing else works");
        }
        context.terminal().say("This installation asks for a second factor, and your account has none.");
        SecondFactorSetupCommand.setUp(context.client(signedIn.settings()), context);
    }

    private static SignedIn byPassword(ServerUrl server, Trust trust, Parsed parsed, CommandContext context) {
        String user = parsed.value("--user").orElseGet(() -> ask(context, "User name: "));
        List<String> typed = parsed.flag("--password-stdin") ? lines(context) : List.of(askSecret(context));
        ApiClient anonymous = context.client(new Settings(server, null, null, null, trust));
        Resource token = signIn(anonymous, new Typed(user, typed), server, context);
        String jwt = token.text("jwt");
        if (jwt.isEmpty()) {
            throw CliFailure.of(server.base() + " answered the sign-in without a token: is it a Drover server?");
        }
        return new SignedIn(
                new Settings(server, new Credential.Token(jwt), null, null, trust),
                token.text("defaultProject"),
                token.flag("secondFactorWanted"));
    }

    /** @param lines the password, and the second factor if it was given beforehand */
    private record Typed(String user, List<String> lines) {
        ObjectNode body(Optional<String> secondFactor) {
            ObjectNode body = Json.object().put("code", user + ":" + lines.getFirst());
            secondFactor.ifPresent(code -> body.put("secondFactor", code));
            return body;
        }

        Optional<String> given() {
            return lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty();
        }

        @Override
        public String toString() {
            return "Typed[" + user + "]";
        }
    }

    /** Asks for the second factor only when the server does, and a person again when it was wrong. */
    private static Resource signIn(ApiClient api, Typed typed, ServerUrl server, CommandContext context) {
        Optional<String> secondFactor = typed.given();
        for (int attempt = 1; ; attempt++) {
            try {
                return api.post("/token", typed.body(secondFactor));
            } catch (CliFailure e) {
                boolean isWrong = e.answerCode().equals(WRONG);
                if (!isWrong && !e.answerCode().equals(REQUIRED)) {
                    throw explained(e, typed, server);
                }
                if (isWrong && (attempt > ATTEMPTS || !context.prompt().isPossible())) {
                    throw CliFailure.of(
                            "the second factor is wrong, or its code was used before: wait for the next code"
                                    + " of your authenticator, or use a recovery code");
                }
                if (isWrong) {
                    context.terminal().say("that code is wrong, or was used before: wait for the next one");
                }
                secondFactor = Optional.of(askSecondFactor(context));
            }
        }
    }

    private static CliFailure explained(CliFailure e, Typed typed, ServerUrl server) {
        return e.sentence().startsWith("not logged in")
                ? CliFailure.of(server.base() + " does not accept this name and password for '" + typed.user() + "'")
                : e;
    }

    private static String askSecondFactor(CommandContext context) {
        return context.prompt()
                .secret("Code of your authenticator, or a recovery code: ")
                .map(String::strip)
                .filter(code -> !code.isEmpty())
                .orElseThrow(() -> CliFailure.usage("this account has a second factor: with --password-stdin give its"
                        + " code on a second line, or use an API key"));
    }

    private static Optional<Resource> choose(
            List<Resource> environments, ServerUrl server, Settings before, SignedIn signedIn, CommandContext context) {
        Optional<String> asked = Optional.ofNullable(context.flags().given().environment())
                .or(() -> Optional.of(context.variable("DROVER_ENVIRONMENT")).filter(name -> !name.isEmpty()))
                .or(() -> Optional.ofNullable(server.environment()));
        if (asked.isPresent()) {
            return Optional.of(CommandContext.chooseEnvironment(environments, asked));
        }
        if (environments.size() < 2) {
            return environments.stream().findFirst();
        }
        boolean sameServer = before.server() != null && before.server().base().equals(server.base());
        Optional<Resource> remembered = sameServer ? withId(environments, before.environment()) : Optional.empty();
        if (remembered.isPresent()) {
            return remembered;
        }
        return context.prompt().isPossible()
                ? Optional.of(askWhich(environments, context))
                : withId(environments, signedIn.preferred())
                        .or(() -> environments.stream().findFirst());
    }

    private static Optional<Resource> withId(List<Resource> environments, @Nullable String id) {
        return environments.stream()
                .filter(environment -> environment.id().equals(id))
                .findFirst();
    }

    private static Resource askWhich(List<Resource> environments, CommandContext context) {
        context.terminal().say("Environments:");
        environments.forEach(
                environment -> context.terminal().say("  " + environment.id() + "  " + environment.name()));
        return CommandContext.chooseEnvironment(
                environments,
                Optional.of(ask(context, "Which one (name or id): ").strip()));
    }

    private static String ask(CommandContext context, String question) {
        return context.prompt()
                .line(question)
                .filter(answer -> !answer.isBlank())
                .orElseThrow(() -> CliFailure.usage("nobody is here to answer '" + question.strip()
                        + "': give --user NAME and --password-stdin, or an API key with DROVER_ACCESS_KEY and"
                        + " DROVER_SECRET_KEY"));
    }

    private static String askSecret(CommandContext context) {
        return context.prompt()
                .secret("Password: ")
                .orElseThrow(() -> CliFailure.usage(
                        "nobody is here to type the password:" + " give it on standard input with --password-stdin"));
    }

    private static List<String> lines(CommandContext context) {
        try {
            String all = new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = all.lines().filter(line -> !line.isEmpty()).toList();
            if (lines.isEmpty()) {
                throw CliFailure.usage("there is no password on standard input");
            }
            return lines;
        } catch (IOException e) {
            throw CliFailure.of("cannot read the password from standard input: " + e.getMessage());
        }
    }
}
