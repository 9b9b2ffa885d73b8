package io.drover.identity.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.drover.model.environment.TemplateStack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack of a project template, with its compose files inside (spec: identity sheet, 3.5).
 *
 * @param answers variables of the compose files
 * @param binding kept for clients that give it; nothing here reads it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackTemplate(
        String name,
        @Nullable String description,
        String dockerCompose,
        @Nullable String rancherCompose,
        Map<String, String> answers,
        @Nullable Object binding) {
    public StackTemplate {
        answers = answers == null ? Map.of() : Map.copyOf(answers);
    }

    /** @param isTrusted of a template that only administrators change */
    public TemplateStack stack(boolean isTrusted) {
        return new TemplateStack(name, description, dockerCompose, rancherCompose, answers, fingerprint(), isTrusted);
    }

    /** The external id of a stack that comes from no catalog: the MD5 of both files, as in the reference. */
    private String fingerprint() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(dockerCompose.getBytes(StandardCharsets.UTF_8));
            md5.update((rancherCompose == null ? "" : rancherCompose).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
