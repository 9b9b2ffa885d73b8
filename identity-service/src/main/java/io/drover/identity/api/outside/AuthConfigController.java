package io.drover.identity.api.outside;

import io.drover.identity.api.ServerAddress;
import io.drover.identity.api.directory.DirectoryConfigWriteHandler;
import io.drover.identity.api.oidc.ProviderConfigWriteHandler;
import io.drover.identity.api.oidc.ProviderSignInController;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.DirectoryRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /v1-auth/config}: the same configurations in the form of the reference's outside providers, Active Directory and GitHub
 * (spec: identity sheet, 1.2, 1.3). For administrators only, by the route's policy. They are tried before they are enabled as
 * everywhere: a directory with {@code code}, GitHub with {@code trial: true}, a sign-in at {@code testUrl} and the code that it
 * shows.
 */
@RestController
public final class AuthConfigController {
    private final DirectoryConfigWriteHandler directories;
    private final ProviderConfigWriteHandler providers;

    public AuthConfigController(DirectoryConfigWriteHandler directories, ProviderConfigWriteHandler providers) {
        this.directories = directories;
        this.providers = providers;
    }

    /** The one in use; of two that are not, Active Directory's. */
    @GetMapping({"/v1-auth/config", "/v1-auth/configs"})
    Mono<Map<String, @Nullable Object>> config() {
        return Mono.zip(
                        directories.current(DirectoryKind.ACTIVE_DIRECTORY),
                        providers.current(ProviderKind.GITHUB),
                        (directory, github) -> github.isEnabled()
                                ? OutsideConfig.shown(github, directory)
                                : OutsideConfig.shown(directory, github))
                .flatMap(AuthConfigController::withAddresses);
    }

    @PostMapping({"/v1-auth/config", "/v1-auth/configs"})
    Mono<Map<String, @Nullable Object>> save(@RequestBody Map<String, @Nullable Object> body) {
        return Mono.fromSupplier(() -> OutsideConfig.kind(body))
                .flatMap(kind -> save(kind, OutsideConfig.flat(kind, body)))
                .map(OutsideConfig::shown)
                .flatMap(AuthConfigController::withAddresses);
    }

    private Mono<DirectoryRow> save(OutsideConfig.Kind kind, Map<String, @Nullable Object> given) {
        return switch (kind) {
            case OutsideConfig.Kind.Directory(DirectoryKind directory) -> directories.save(directory, given);
            case OutsideConfig.Kind.Github() ->
                providers
                        .current(ProviderKind.GITHUB)
                        .flatMap(present ->
                                providers.save(ProviderKind.GITHUB, OutsideConfig.keepingAccess(given, present)));
        };
    }

    /** 200 without a body if the configuration works with {@code code}; nothing is saved. */
    @PostMapping("/v1-auth/testlogin")
    Mono<Void> test(@RequestBody Map<String, @Nullable Object> body) {
        return Mono.fromSupplier(() -> OutsideConfig.tree(body.get("authConfig"), "authConfig"))
                .flatMap(config -> {
                    OutsideConfig.Kind kind = OutsideConfig.kind(config);
                    Map<String, @Nullable Object> fields = OutsideConfig.flat(kind, config);
                    fields.put(OutsideConfig.CODE, body.get(OutsideConfig.CODE));
                    return switch (kind) {
                        case OutsideConfig.Kind.Directory(DirectoryKind directory) ->
                            directories.test(directory, fields);
                        case OutsideConfig.Kind.Github() -> testGithub(fields);
                    };
                });
    }

    private Mono<Void> testGithub(Map<String, @Nullable Object> given) {
        return providers
                .current(ProviderKind.GITHUB)
                .flatMap(present -> providers.test(ProviderKind.GITHUB, OutsideConfig.keepingAccess(given, present)));
    }

    /** Where GitHub sends browsers, and where settings are tried. */
    private static Mono<Map<String, @Nullable Object>> withAddresses(Map<String, @Nullable Object> config) {
        return Mono.deferContextual(context -> {
            String server = context.get(ServerAddress.class).server();
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(config);
            whole.computeIfPresent("githubConfig", (_, github) -> {
                Map<String, @Nullable Object> shown = OutsideConfig.tree(github, "githubConfig");
                shown.put("redirectUri", server + ProviderSignInController.CALLBACK);
                shown.put("testUrl", ProviderSignInController.trialUrl(server, ProviderKind.GITHUB.provider()));
                return shown;
            });
            return Mono.just(whole);
        });
    }
}
