package io.drover.identity.directory;

/** What a directory says to a name and a password. */
public sealed interface SignInAnswer {
    /** The password is the user's, and the user is not disabled. */
    record Accepted(DirectoryUser user) implements SignInAnswer {}

    /** @param reason for the audit log and for administrators; the person only hears that it did not work */
    record Refused(String reason) implements SignInAnswer {}
}
