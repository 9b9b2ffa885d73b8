package io.drover.cli.invocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import io.drover.cli.oauth.AuthorizationServer;
import io.drover.cli.oauth.TokenRenewal;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Settings;
import io.drover.cli.settings.SettingsFile;
import io.drover.cli.settings.SettingsSources;
import io.drover.cli.settings.SettingsSources.Given;
import io.drover.cli.settings.Trust;
import io.drover.cli.terminal.Table;
import io.drover.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What one run of one command works with; nothing is read or opened before it is needed. */
public final class CommandContext implements AutoCloseable {
    private final Surroundings surroundings;
    private final GlobalFlags flags;
    private final List<ApiClient> clients = new ArrayList<>();

    CommandContext(Surroundings surroundings, GlobalFlags flags) {
        this.surroundings = surroundings;
        this.flags = flags;
    }

    public static CommandContext of(Surroundings surroundings, Parsed parsed) {
        return new CommandContext(surroundings, GlobalFlags.of(parsed));
    }

    public Terminal terminal() {
        return surroundings.terminal();
    }

    public Prompt prompt() {
        return surroundings.prompt();
    }

    public InstantSource clock() {
        return surroundings.clock();
    }

    public GlobalFlags flags() {
        return flags;
    }

    public String variable(String name) {
        return surroundings.variables().getOrDefault(name, "");
    }

    public Map<String, String> variables() {
        return surroundings.variables();
    }

    public SettingsFile settingsFile() {
        String chosen = flags.config().orElse(variable("DROVER_CLI_CONFIG"));
        Path usual = surroundings.home().resolve(".drover").resolve("cli.json");
        return new SettingsFile(chosen.isBlank() ? usual : Path.of(chosen));
    }

    public Settings settings() {
        Settings resolved = resolve(settingsFile().read());
        return resolved.credential() instanceof Credential.Granted ? resolve(remembered()) : resolved;
    }

    /** What the file says, its sign-in renewed if it was about to end. */
    public Settings remembered() {
        SettingsFile file = settingsFile();
        return new TokenRenewal(file, clock()).renewed(file.read(), this::authorizationServer);
    }

    private Settings resolve(Settings remembered) {
        return SettingsSources.resolve(flags.given(), Given.ofEnvironment(surroundings.variables()), remembered);
    }

    /** The authorization server of the settings' server. */
    public AuthorizationServer authorizationServer(Settings settings) {
        return AuthorizationServer.discover(
                client(settings.withoutCredential()), server(settings).base());
    }

    /** What options, or environment variables, say of whom to believe; nothing of what is remembered. */
    public Trust givenTrust() {
        Trust option = flags.given().trust();
        return option.isUsual() ? Given.ofEnvironment(surroundings.variables()).trust() : option;
    }

    /** A client without an environment: for what is above them. */
    public ApiClient api() {
        return client(settings());
    }

    public ApiClient client(Settings settings) {
        ApiClient client = new ApiClient(
                new ApiClient.Server(server(settings), settings.trust()),
                settings.credential(),
                settings.environment(),
                trace());
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(ApiClient::close);
    }

    /** A client in the environment the settings choose, or the only one the caller sees. */
    public ApiClient environmentApi() {
        Settings settings = settings();
        String chosen = settings.environment();
        if (chosen != null && isEnvironmentId(chosen)) {
            return client(settings);
        }
        ApiClient api = client(settings);
        return api.inEnvironment(chooseEnvironment(api.list("/projects"), Optional.ofNullable(chosen))
                .id());
    }

    private static boolean isEnvironmentId(String text) {
        return text.startsWith("1a")
                && text.length() > 2
                && text.substring(2).chars().allMatch(Character::isDigit);
    }

    /** @param wanted name or id; empty: the only one */
    public static Resource chooseEnvironment(List<Resource> environments, Optional<String> wanted) {
        List<Resource> matches = wanted.isEmpty()
                ? environments
                : environments.stream()
                        .filter(environment -> environment.id().equals(wanted.get())
                                || environment.name().equalsIgnoreCase(wanted.get()))
                        .toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        String list = environments.stream()
                .map(environment -> environment.name() + " (" + environment.id() + ")")
                .collect(Collectors.joining(", "));
        if (environments.isEmpty()) {
            throw CliFailure.of("you have no environment: create one with 'drover env create NAME'");
        }
        if (wanted.isEmpty()) {
            throw CliFailure.of(
                    "there are several environments: choose one with --env or 'drover env use NAME': " + list);
        }
        throw CliFailure.of(
                matches.isEmpty()
                        ? "there is no environment '" + wanted.get() + "' among yours: " + list
                        : "'" + wanted.get() + "' can mean several environments, write the id: " + list);
    }

    private static ServerUrl server(Settings settings) {
        if (settings.server() == null) {
            throw CliFailure.of("no server is known: log in with 'drover login URL', or set DROVER_URL,"
                    + " DROVER_ACCESS_KEY and DROVER_SECRET_KEY");
        }
        return settings.server();
    }

    private Consumer<String> trace() {
        return flags.debug() ? line -> terminal().say("debug: " + line) : line -> {};
    }

    /** Prints a list the way it was asked for: ids, JSON as served, or a table. */
    public void printList(List<Resource> resources, Supplier<Table> table) {
        if (flags.json()) {
            ArrayNode array = Json.array();
            resources.forEach(resource -> array.add(resource.json()));
            terminal().result(Json.pretty(array));
        } else if (flags.quiet()) {
            resources.forEach(resource -> terminal().out().println(resource.id()));
            terminal().out().flush();
        } else {
            terminal().print(table.get());
        }
    }

    /** Prints the one thing a command made or changed. */
    public void printOne(Resource resource, String sentence) {
        printEach(List.of(resource), any -> sentence);
    }

    /** Prints what a command changed: ids, a JSON array, or a sentence each. */
    public void printEach(List<Resource> resources, Function<Resource, String> sentence) {
        if (flags.json()) {
            ArrayNode array = Json.array();
            resources.forEach(resource -> array.add(resource.json()));
            terminal().result(Json.pretty(array));
        } else {
            resources.forEach(resource -> terminal().result(flags.quiet() ? resource.id() : sentence.apply(resource)));
        }
    }
}
