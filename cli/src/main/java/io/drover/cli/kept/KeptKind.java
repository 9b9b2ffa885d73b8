package io.drover.cli.kept;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What these commands work with. */
public enum KeptKind {
    REGISTRY("registry", "registries", resource -> resource.text("serverAddress")),
    SECRET("secret", "secrets", Resource::name),
    CERTIFICATE("certificate", "certificates", Resource::name);

    private final String word;
    private final String collection;
    private final Function<Resource, String> name;

    KeptKind(String word, String collection, Function<Resource, String> name) {
        this.word = word;
        this.collection = collection;
        this.name = name;
    }

    public String word() {
        return word;
    }

    public String collection() {
        return collection;
    }

    /** What people call it: a registry by its address, all else by its name. */
    String name(Resource resource) {
        return name.apply(resource);
    }

    String described(Resource resource) {
        return word + " " + name(resource) + " (" + resource.id() + ")";
    }

    List<Resource> list(ApiClient api) {
        return api.list(collection + "?limit=-2&removed_null=1").stream()
                .filter(resource -> !resource.isRemoved())
                .toList();
    }

    /** By name or id. Names are unique in an environment, whatever their case. */
    Optional<Resource> findIfThere(ApiClient api, String text) {
        return list(api).stream()
                .filter(resource -> resource.id().equals(text) || name(resource).equalsIgnoreCase(text))
                .findFirst();
    }

    Resource find(ApiClient api, String text) {
        return findIfThere(api, text)
                .orElseThrow(() -> CliFailure.of("there is no %s '%s' in this environment: 'drover %s' lists them"
                        .formatted(word, text, collection)));
    }
}
