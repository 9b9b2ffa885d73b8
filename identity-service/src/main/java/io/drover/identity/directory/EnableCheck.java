package io.drover.identity.directory;

import java.util.Optional;

/**
 * Whether a directory may be switched on (test before enable): somebody has just signed in with these very settings, they are
 * admitted, and an administrator can sign in afterwards, with a local password or as the very person who tried.
 */
public final class EnableCheck {
    private EnableCheck() {}

    /**
     * What is known after the trial.
     *
     * @param answer of the directory
     * @param isAdmitted the access mode admits the person
     * @param isAdministrator the person's account is an administrator's already
     * @param localAdministrators active administrators with an active local password
     */
    public record Trial(SignInAnswer answer, boolean isAdmitted, boolean isAdministrator, long localAdministrators) {}

    /** Empty: it may. Otherwise the sentence that says why not and what to do. */
    public static Optional<String> objection(Trial trial) {
        return switch (trial.answer()) {
            case SignInAnswer.Refused(String reason) ->
                Optional.of("the trial sign-in did not work: " + reason
                        + ". Nothing was enabled: correct the settings, or the user and password in 'code'");
            case SignInAnswer.Accepted _
            when !trial.isAdmitted() ->
                Optional.of("the trial sign-in worked, but the access mode does not admit this user."
                        + " Nothing was enabled: add the user or one of their groups to 'allowedIdentities'");
            case SignInAnswer.Accepted _
            when trial.localAdministrators() == 0 && !trial.isAdministrator() ->
                Optional.of("no administrator could sign in afterwards: none has an active local password, and the user"
                        + " of the trial is no administrator. Nothing was enabled: try with an administrator's login");
            case SignInAnswer.Accepted _ -> Optional.empty();
        };
    }
}
