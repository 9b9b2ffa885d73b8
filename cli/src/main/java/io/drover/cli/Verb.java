package io.drover.cli;

import io.drover.cli.audit.AuditCheckpointCommand;
import io.drover.cli.audit.AuditExportCommand;
import io.drover.cli.audit.AuditListCommand;
import io.drover.cli.audit.AuditShellCommand;
import io.drover.cli.audit.AuditVerifyCommand;
import io.drover.cli.command.CompletionCommand;
import io.drover.cli.command.EventsCommand;
import io.drover.cli.command.ExecCommand;
import io.drover.cli.command.InspectCommand;
import io.drover.cli.command.LifecycleCommand;
import io.drover.cli.command.LogsCommand;
import io.drover.cli.command.PsCommand;
import io.drover.cli.command.RemoveCommand;
import io.drover.cli.command.ScaleCommand;
import io.drover.cli.command.StacksCommand;
import io.drover.cli.command.StatsCommand;
import io.drover.cli.command.UpCommand;
import io.drover.cli.command.VersionCommand;
import io.drover.cli.command.WaitCommand;
import io.drover.cli.host.HostsActionCommand;
import io.drover.cli.host.HostsAddCommand;
import io.drover.cli.host.HostsListCommand;
import io.drover.cli.installation.SettingsListCommand;
import io.drover.cli.installation.SettingsResetCommand;
import io.drover.cli.installation.SettingsSetCommand;
import io.drover.cli.installation.SigningKeysCommand;
import io.drover.cli.installation.SigningKeysRotateCommand;
import io.drover.cli.invocation.Command;
import io.drover.cli.kept.CertificatesPutCommand;
import io.drover.cli.kept.KeptKind;
import io.drover.cli.kept.KeptListCommand;
import io.drover.cli.kept.KeptRemoveCommand;
import io.drover.cli.kept.KeysCommand;
import io.drover.cli.kept.RegistriesAddCommand;
import io.drover.cli.kept.SecretsPutCommand;
import io.drover.cli.lookup.Kind;
import io.drover.cli.member.MemberListCommand;
import io.drover.cli.member.MemberRemoveCommand;
import io.drover.cli.member.MemberSetCommand;
import io.drover.cli.member.RoleListCommand;
import io.drover.cli.member.RoleRemoveCommand;
import io.drover.cli.member.RoleSetCommand;
import io.drover.cli.signin.EnvCreateCommand;
import io.drover.cli.signin.EnvListCommand;
import io.drover.cli.signin.EnvQuotaCommand;
import io.drover.cli.signin.EnvRemoveCommand;
import io.drover.cli.signin.EnvUseCommand;
import io.drover.cli.signin.LoginCommand;
import io.drover.cli.signin.LogoutCommand;
import io.drover.cli.signin.SecondFactorCodeCommand;
import io.drover.cli.signin.SecondFactorListCommand;
import io.drover.cli.signin.SecondFactorSetupCommand;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** The words of the command line. Naming them all costs nothing; only the one that is used is made. */
public enum Verb {
    LOGIN("login", "Sign in to a server and choose an environment"),
    LOGOUT("logout", "Sign out and forget the credentials"),
    SECOND_FACTOR_LS("second-factor ls", "Show whether signing in asks for a second factor"),
    SECOND_FACTOR_SETUP("second-factor setup", "Set up a second factor: codes of an authenticator"),
    SECOND_FACTOR_CONFIRM("second-factor confirm", "Confirm a second factor with its first code"),
    SECOND_FACTOR_DISABLE("second-factor disable", "End the second factor"),
    ENV_LS("env ls", "List environments"),
    ENV_CREATE("env create", "Create an environment"),
    ENV_USE("env use", "Work in another environment from now on"),
    ENV_QUOTA("env quota", "Show what the environment uses of what it may have"),
    ENV_RM("env rm", "Remove an environment"),
    ENV_MEMBERS("env members", "List who is in the environment, with their roles"),
    ENV_SET_MEMBER("env set-member", "Invite a user or group, or give a member another role"),
    ENV_RM_MEMBER("env rm-member", "Take members out of the environment"),
    ROLES_LS("roles ls", "List the custom roles members can have"),
    ROLES_CREATE("roles create", "Make a role that may do a part of what a member may"),
    ROLES_CHANGE("roles change", "Replace what a role may do, at once for everybody who has it"),
    ROLES_RM("roles rm", "Remove roles nobody has"),
    HOSTS_LS("hosts ls", "List hosts"),
    HOSTS_ADD("hosts add", "Show the line that makes a machine a host"),
    HOSTS_ACTIVATE("hosts activate", "Let containers be placed on hosts again"),
    HOSTS_DEACTIVATE("hosts deactivate", "Place no more containers on hosts; those there keep running"),
    HOSTS_RM("hosts rm", "Remove hosts and the containers on them"),
    UP("up", "Deploy a compose file as a stack, or change the stack to it"),
    PS("ps", "List services, or the containers of one"),
    STACKS("stacks", "List stacks"),
    SERVICES("services", "List services"),
    SCALE("scale", "Change how many containers services have"),
    LOGS("logs", "Show what containers print"),
    EXEC("exec", "Run a command in a container"),
    STATS("stats", "Show CPU, memory, network and disk use as it changes"),
    START("start", "Start containers, services or stacks"),
    STOP("stop", "Stop containers, services or stacks"),
    RESTART("restart", "Restart containers, services or stacks"),
    RM("rm", "Remove containers, services or stacks"),
    WAIT("wait", "Wait until something is at rest, or in a state"),
    INSPECT("inspect", "Show everything about one thing, as JSON"),
    EVENTS("events", "Show changes as they happen"),
    AUDIT_LIST("audit list", "Show who did what, newest first"),
    AUDIT_EXPORT("audit export", "Write the audit log as JSON lines or CSV"),
    AUDIT_SHELL("audit shell", "Write what was recorded of a shell"),
    AUDIT_VERIFY("audit verify", "Check that nobody changed or removed rows of the audit log"),
    AUDIT_CHECKPOINT("audit checkpoint", "Sign the newest row of the audit log now"),
    REGISTRIES_LS("registries ls", "List registries and who pulls from them"),
    REGISTRIES_ADD("registries add", "Add a registry, or a user with a password to it"),
    REGISTRIES_RM("registries rm", "Remove registries and their users"),
    SECRETS_LS("secrets ls", "List secrets, without their values"),
    SECRETS_ADD("secrets add", "Add a secret from a file or standard input"),
    SECRETS_SET("secrets set", "Give a secret a new value"),
    SECRETS_RM("secrets rm", "Remove secrets"),
    CERTIFICATES_LS("certificates ls", "List certificates and when they end"),
    CERTIFICATES_ADD("certificates add", "Add a certificate with its key"),
    CERTIFICATES_SET("certificates set", "Put a renewed certificate in the place of one"),
    CERTIFICATES_RM("certificates rm", "Remove certificates"),
    KEYS("keys", "Show which encryption keys are in use"),
    SETTINGS_LIST("settings list", "Show the settings of the installation, or one of them"),
    SETTINGS_SET("settings set", "Give settings other values"),
    SETTINGS_RESET("settings reset", "Give settings their default values back"),
    SIGNING_KEYS_LIST("signing-keys list", "Show the keys that sign the suite's tokens"),
    SIGNING_KEYS_ROTATE("signing-keys rotate", "Make a new key that signs the suite's tokens"),
    VERSION("version", "Show the versions of this command and of the server"),
    COMPLETION("completion", "Print a script that completes commands in bash or zsh");

    private final String words;
    private final String summary;

    Verb(String words, String summary) {
        this.words = words;
        this.summary = summary;
    }

    /** One word, or two: {@code hosts add}. */
    public String words() {
        return words;
    }

    public String summary() {
        return summary;
    }

    /** Whether a word behind the group's name that is no verb is meant for this list: {@code settings api.host}. */
    boolean takesName() {
        return this == SETTINGS_LIST;
    }

    Command create() {
        return switch (this) {
            case LOGIN -> new LoginCommand();
            case LOGOUT -> new LogoutCommand();
            case SECOND_FACTOR_LS -> new SecondFactorListCommand();
            case SECOND_FACTOR_SETUP -> new SecondFactorSetupCommand();
            case SECOND_FACTOR_CONFIRM -> new SecondFactorCodeCommand(SecondFactorCodeCommand.Purpose.CONFIRM);
            case SECOND_FACTOR_DISABLE -> new SecondFactorCodeCommand(SecondFactorCodeCommand.Purpose.DISABLE);
            case ENV_LS -> new EnvListCommand();
            case ENV_CREATE -> new EnvCreateCommand();
            case ENV_USE -> new EnvUseCommand();
            case ENV_QUOTA -> new EnvQuotaCommand();
            case ENV_RM -> new EnvRemoveCommand();
            case ENV_MEMBERS -> new MemberListCommand();
            case ENV_SET_MEMBER -> new MemberSetCommand();
            case ENV_RM_MEMBER -> new MemberRemoveCommand();
            case ROLES_LS -> new RoleListCommand();
            case ROLES_CREATE -> new RoleSetCommand(true);
            case ROLES_CHANGE -> new RoleSetCommand(false);
            case ROLES_RM -> new RoleRemoveCommand();
            case HOSTS_LS -> new HostsListCommand();
            case HOSTS_ADD -> new HostsAddCommand();
            case HOSTS_ACTIVATE -> new HostsActionCommand("activate");
            case HOSTS_DEACTIVATE -> new HostsActionCommand("deactivate");
            case HOSTS_RM -> new RemoveCommand(Set.of(Kind.HOST));
            case UP -> new UpCommand();
            case PS -> new PsCommand(true);
            case STACKS -> new StacksCommand();
            case SERVICES -> new PsCommand(false);
            case SCALE -> new ScaleCommand();
            case LOGS -> new LogsCommand();
            case EXEC -> new ExecCommand();
            case STATS -> new StatsCommand();
            case START -> new LifecycleCommand(LifecycleCommand.Change.START);
            case STOP -> new LifecycleCommand(LifecycleCommand.Change.STOP);
            case RESTART -> new LifecycleCommand(LifecycleCommand.Change.RESTART);
            case RM -> new RemoveCommand(Set.of(Kind.STACK, Kind.SERVICE, Kind.CONTAINER));
            case WAIT -> new WaitCommand();
            case INSPECT -> new InspectCommand();
            case EVENTS -> new EventsCommand();
            case AUDIT_LIST -> new AuditListCommand();
            case AUDIT_EXPORT -> new AuditExportCommand();
            case AUDIT_SHELL -> new AuditShellCommand();
            case AUDIT_VERIFY -> new AuditVerifyCommand();
            case AUDIT_CHECKPOINT -> new AuditCheckpointCommand();
            case REGISTRIES_LS -> new KeptListCommand(KeptKind.REGISTRY);
            case REGISTRIES_ADD -> new RegistriesAddCommand();
            case REGISTRIES_RM -> new KeptRemoveCommand(KeptKind.REGISTRY);
            case SECRETS_LS -> new KeptListCommand(KeptKind.SECRET);
            case SECRETS_ADD -> new SecretsPutCommand(true);
            case SECRETS_SET -> new SecretsPutCommand(false);
            case SECRETS_RM -> new KeptRemoveCommand(KeptKind.SECRET);
            case CERTIFICATES_LS -> new KeptListCommand(KeptKind.CERTIFICATE);
            case CERTIFICATES_ADD -> new CertificatesPutCommand(true);
            case CERTIFICATES_SET -> new CertificatesPutCommand(false);
            case CERTIFICATES_RM -> new KeptRemoveCommand(KeptKind.CERTIFICATE);
            case KEYS -> new KeysCommand();
            case SETTINGS_LIST -> new SettingsListCommand();
            case SETTINGS_SET -> new SettingsSetCommand();
            case SETTINGS_RESET -> new SettingsResetCommand();
            case SIGNING_KEYS_LIST -> new SigningKeysCommand();
            case SIGNING_KEYS_ROTATE -> new SigningKeysRotateCommand();
            case VERSION -> new VersionCommand();
            case COMPLETION -> new CompletionCommand(Verb::allSpecs);
        };
    }

    /** Every command with all its options: only for the completion script. */
    private static CommandSpec allSpecs() {
        CommandSpec root = CommandSpec.create().name("drover");
        Map<String, CommandSpec> groups = new TreeMap<>();
        for (Verb verb : values()) {
            CommandSpec spec = DroverMain.spec(verb, verb.create());
            int blank = verb.words.indexOf(' ');
            if (blank < 0) {
                root.addSubcommand(verb.words, spec);
            } else {
                groups.computeIfAbsent(
                                verb.words.substring(0, blank),
                                name -> CommandSpec.create().name(name))
                        .addSubcommand(verb.words.substring(blank + 1), spec);
            }
        }
        groups.forEach(root::addSubcommand);
        return root;
    }
}
