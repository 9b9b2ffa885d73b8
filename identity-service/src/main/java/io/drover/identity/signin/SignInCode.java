package io.drover.identity.signin;

import java.util.Optional;

/** The {@code code} of a sign-in: {@code user:password}, split at the first colon; passwords may contain colons. */
public record SignInCode(String user, String password) {

    /** Empty unless there is a name before and something behind the first colon. */
    public static Optional<SignInCode> parse(String code) {
        int colon = code.indexOf(':');
        if (colon <= 0 || colon == code.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new SignInCode(code.substring(0, colon), code.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return "SignInCode[" + user + "]";
    }
}
