package io.drover.identity.api;

/**
 * The shell line that starts an agent on a host. Everything in it is either fixed or from the server: the address is quoted
 * all the same, because it comes from a request's header. Pure.
 */
final class RegistrationCommand {
    private RegistrationCommand() {}

    static String of(ServerAddress server, String token, String image) {
        String fingerprint = server.fingerprint();
        return "docker run -d --name drover-agent --restart unless-stopped --network host"
                + " -v /var/run/docker.sock:/var/run/docker.sock -v /var/lib/drover:/var/lib/drover"
                + " -e DROVER_SERVER=" + quoted(server.server())
                + (fingerprint == null ? "" : " -e DROVER_FINGERPRINT=" + quoted(fingerprint)) + " -e DROVER_TOKEN="
                + quoted(token) + " " + image;
    }

    /** As it is if no shell would touch it, else in single quotes. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9:/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
