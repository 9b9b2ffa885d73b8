package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a host may pull an image. Agents keep it in memory for one pull and write it nowhere. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryAccess.Anonymous.class, name = "anonymous"),
    @JsonSubTypes.Type(value = RegistryAccess.Credential.class, name = "credential"),
    @JsonSubTypes.Type(value = RegistryAccess.Refused.class, name = "refused")
})
public sealed interface RegistryAccess {
    /** Without signing in. */
    record Anonymous() implements RegistryAccess {}

    /** @param serverAddress what the engine calls the registry: {@code host[:port]} */
    record Credential(String serverAddress, String username, String password) implements RegistryAccess {
        /** Without the password. */
        @Override
        public String toString() {
            return "Credential[" + username + " at " + serverAddress + "]";
        }
    }

    /** Not at all. @param sentence says why and what to do */
    record Refused(String sentence) implements RegistryAccess {}
}
