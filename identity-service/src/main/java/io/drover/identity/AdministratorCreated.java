package io.drover.identity;

import java.nio.file.Path;

/**
 * Published once, when the first start made the administrator with a random password: whoever runs the service may show it to
 * the person at the terminal. It is in no log.
 *
 * @param file where the password stays until the first sign-in
 */
public record AdministratorCreated(String user, String password, Path file) {
    @Override
    public String toString() {
        return "AdministratorCreated[" + user + ", " + file + "]";
    }
}
