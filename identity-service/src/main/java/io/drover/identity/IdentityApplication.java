package io.drover.identity;

import io.drover.runtime.HttpServerSettings;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** identity-service as a process of its own, or as one context among others in {@code server}. */
public final class IdentityApplication {
    private IdentityApplication() {}

    public static void main(String[] arguments) {
        builder().run(arguments);
    }

    /** The application before it runs; its settings are in {@code identity-service.yml}. */
    public static SpringApplicationBuilder builder() {
        HttpServerSettings.apply();
        return new SpringApplicationBuilder(IdentityConfig.class)
                .web(WebApplicationType.REACTIVE)
                .properties("spring.config.name=identity-service", "spring.jmx.enabled=false");
    }
}
