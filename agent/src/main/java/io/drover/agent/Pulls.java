package io.drover.agent;

import io.drover.agent.engine.EngineClient;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.model.link.RegistryAccess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Pulls images the way the server allows. It is asked before each pull, and what it answers is used for that pull only, kept
 * nowhere and written nowhere. Without an answer the pull is tried without signing in: public images must be had while the server
 * is away, and for the others the failure says what was missing.
 */
final class Pulls {
    private final EngineClient engine;
    private volatile @Nullable Function<String, CompletableFuture<RegistryAccess>> server;

    Pulls(EngineClient engine) {
        this.engine = engine;
    }

    /** @param asks answers, or fails, within a bounded time */
    void connect(Function<String, CompletableFuture<RegistryAccess>> asks) {
        server = asks;
    }

    /** Blocks. */
    void pull(String image, IntConsumer progress) {
        Asked asked = ask(image);
        if (asked.access instanceof RegistryAccess.Refused(var sentence)) {
            throw new EngineFailure(
                    Kind.REGISTRY_DENIED, "Image '%s' may not be pulled: %s".formatted(image, sentence));
        }
        try {
            engine.pull(image, asked.access, progress);
        } catch (EngineFailure failure) {
            throw asked.problem == null || failure.kind() != Kind.REGISTRY_DENIED
                    ? failure
                    : new EngineFailure(
                            failure.kind(),
                            "%s; the server could not be asked for credentials: %s"
                                    .formatted(failure.getMessage(), asked.problem));
        }
    }

    /** @param problem why the server gave no answer; null: it did */
    private record Asked(RegistryAccess access, @Nullable String problem) {
        static Asked unanswered(String problem) {
            return new Asked(new RegistryAccess.Anonymous(), problem);
        }
    }

    private Asked ask(String image) {
        Function<String, CompletableFuture<RegistryAccess>> asks = server;
        if (asks == null) {
            return Asked.unanswered("it was not reached yet");
        }
        try {
            return new Asked(asks.apply(image).get(), null);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Asked.unanswered(String.valueOf((cause == null ? e : cause).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Asked.unanswered("interrupted");
        }
    }
}
