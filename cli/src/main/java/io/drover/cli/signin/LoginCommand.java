package io.drover.cli.signin;

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
 * {@code login}: by name and password (spec: identity, catalog, portal, cli, 1.5) or with an API key, then the
 * environment. Remembers all of it, so that later commands ask for nothing but the answer.
 */
public final class LoginCommand implements Command {
    private static final String USUAL_SERVER = "http://localhost:8080";

    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "NAME", "who signs in", "-u", "--user");
        Options.flag(spec, "read the password from standard input", "--password-stdin");
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
                ? new SignedIn(new Settings(server, before.credential(), null, null, trust), "")
                : byPassword(server, trust, parsed, context);
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

    /** @param preferred id of the environment the server suggests, or empty */
    private record SignedIn(Settings settings, String preferred) {}

    private static SignedIn byPassword(ServerUrl server, Trust trust, Parsed parsed, CommandContext context) {
        String user = parsed.value("--user").orElseGet(() -> ask(context, "User name: "));
        String password = parsed.flag("--password-stdin") ? firstLine(context) : askSecret(context);
        ApiClient anonymous = context.client(new Settings(server, null, null, null, trust));
        Resource token = signIn(anonymous, user, password, server);
        String jwt = token.text("jwt");
        if (jwt.isEmpty()) {
            throw CliFailure.of(server.base() + " answered the sign-in without a token: is it a Drover server?");
        }
        return new SignedIn(
                new Settings(server, new Credential.Token(jwt), null, null, trust), token.text("defaultProject"));
    }

    private static Resource signIn(ApiClient api, String user, String password, ServerUrl server) {
        try {
            return api.post("/token", Json.object().put("code", user + ":" + password));
        } catch (CliFailure e) {
            if (e.sentence().startsWith("not logged in")) {
                throw CliFailure.of(server.base() + " does not accept this name and password for '" + user + "'");
            }
            throw e;
        }
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

    private static String firstLine(CommandContext context) {
        try {
            String all = new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
            String line = all.lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw CliFailure.usage("there is no password on standard input");
            }
            return line;
        } catch (IOException e) {
            throw CliFailure.of("cannot read the password from standard input: " + e.getMessage());
        }
    }
}
