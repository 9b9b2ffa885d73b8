package io.drover.agent.registration;

/** The agent's own key pair. Never printed. */
public record Credentials(String accessKey, String secretKey) {
    @Override
    public String toString() {
        return "Credentials[" + accessKey + "]";
    }
}
