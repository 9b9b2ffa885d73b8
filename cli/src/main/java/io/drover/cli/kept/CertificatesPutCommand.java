package io.drover.cli.kept;

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
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code certificates add} and {@code certificates set}. A renewed certificate for the same key needs no key. */
public final class CertificatesPutCommand implements Command {
    private static final Map<String, String> FILES = Map.of("--cert", "cert", "--key", "key", "--chain", "certChain");

    private final boolean isNew;

    /** @param isNew false: another certificate in the place of one that exists */
    public CertificatesPutCommand(boolean isNew) {
        this.isNew = isNew;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options.value(spec, "FILE", "the certificate in PEM", "--cert");
        Options.value(spec, "FILE", "its private key in PEM, without a passphrase; - is standard input", "--key");
        Options.value(spec, "FILE", "the certificates that vouch for it, in PEM", "--chain");
        if (isNew) {
            Options.value(spec, "TEXT", "what it is for", "--description");
        }
        Options.words(spec, "NAME", "1", "its name");
    }

    @Override
    public int run(Parsed parsed, CommandContext context) {
        String name = parsed.atMost(1).firstWord().orElseThrow();
        ObjectNode body = Json.object();
        FILES.forEach((option, field) ->
                parsed.value(option).ifPresent(file -> body.put(field, GivenText.text(file, context))));
        if (!body.has("cert") || (isNew && !body.has("key"))) {
            throw CliFailure.usage(
                    isNew
                            ? "a certificate needs --cert FILE and --key FILE"
                            : "give the new certificate with --cert FILE");
        }
        ApiClient api = context.environmentApi();
        if (isNew) {
            parsed.value("--description").ifPresent(text -> body.put("description", text));
        }
        Resource done = isNew
                ? api.post("certificates", body.put("name", name))
                : api.put("certificates/" + KeptKind.CERTIFICATE.find(api, name).id(), body);
        context.printOne(
                done,
                KeptKind.CERTIFICATE.described(done) + (isNew ? " added" : " replaced") + ", for " + done.text("CN")
                        + " until " + done.text("expiresAt"));
        return ExitCode.OK;
    }
}
