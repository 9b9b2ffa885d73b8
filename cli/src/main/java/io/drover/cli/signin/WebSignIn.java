package io.drover.cli.signin;

import io.drover.cli.failure.CliFailure;
import io.drover.cli.invocation.CommandContext;
import io.drover.cli.oauth.AuthorizationServer;
import io.drover.cli.oauth.BrowserAnswer;
import io.drover.cli.oauth.LoopbackListener;
import io.drover.cli.oauth.Pkce;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.Settings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Signs in through the browser: prints the address, opens it where there is a browser, and waits for the browser to come back.
 * A browser on another machine cannot come back; the address it ends at is pasted instead.
 */
final class WebSignIn {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private WebSignIn() {}

    /** @param settings of the server, without a credential */
    static Credential.Granted run(CommandContext context, Settings settings) {
        AuthorizationServer server = context.authorizationServer(settings);
        Pkce pkce = Pkce.fresh(new SecureRandom());
        try (LoopbackListener listener = LoopbackListener.open(pkce)) {
            String address = server.authorization(pkce, listener.redirectUri());
            context.terminal().say("Open this address in a browser and sign in:");
            context.terminal().say("  " + address);
            open(context, address);
            awaitPaste(context, listener);
            String code = awaited(listener).code(server.issuer(), server.saysIssuer());
            return server.redeem(
                    code, pkce, listener.redirectUri(), context.clock().instant());
        }
    }

    private static BrowserAnswer awaited(LoopbackListener listener) {
        try {
            return listener.answer().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw CliFailure.of("nobody signed in within " + PATIENCE.toMinutes() + " minutes: log in again");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.of("interrupted");
        }
    }

    /** Reads in the background, because the browser may be faster; the thread ends with the process. */
    private static void awaitPaste(CommandContext context, LoopbackListener listener) {
        if (!context.prompt().isPossible()) {
            return;
        }
        context.terminal()
                .say("If that browser is on another machine, paste the address it ends at (it cannot be shown there):");
        Thread.ofPlatform().daemon().name("paste").start(() -> {
            Optional<String> pasted = context.prompt().line("");
            while (pasted.isPresent() && !listener.offer(pasted.get())) {
                context.terminal()
                        .say("that is not the address of this sign-in: it begins with " + listener.redirectUri() + "?");
                pasted = context.prompt().line("");
            }
        });
    }

    /** Where a desktop says that there is one. It is an extra: whatever goes wrong, the address is printed. */
    private static void open(CommandContext context, String address) {
        Optional<String> program = program(context);
        if (program.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(List.of(program.get(), address))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            context.terminal().say("(no browser could be opened: " + e.getMessage() + ")");
        }
    }

    private static Optional<String> program(CommandContext context) {
        String chosen = context.variable("BROWSER");
        if (!chosen.isBlank()) {
            return Optional.of(chosen);
        }
        boolean hasDesktop = !context.variable("DISPLAY").isBlank()
                || !context.variable("WAYLAND_DISPLAY").isBlank();
        return hasDesktop ? Optional.of("xdg-open") : Optional.empty();
    }
}
